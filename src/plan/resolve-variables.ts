// Fills `${…}` in, in the parts that a schedule uses and nowhere else. Names, ids, labels, groups and tags are left as they
// are, because they must be the same in every environment.
import type { Plan, ServiceTemplate } from '../domain/plan.ts';
import type { Schedule, ScheduledTest, Stretch } from '../domain/schedule.ts';
import { filledScenario } from './fill-scenario.ts';
import { filledLoadout, filledService } from './fill-service.ts';
import { Filler } from './filler.ts';
import { formatProblems } from './format-problems.ts';
import { PlanError } from './problems.ts';
import { type Environment, secretsOf } from './secrets.ts';
import { type Part, VariableFindings } from './variable-findings.ts';

export interface Resolved {
  readonly schedule: Schedule;
  /** Values to redact, longest first. */
  readonly secrets: readonly string[];
  /** The plan's `version` with its variables filled in. */
  readonly version: string | null;
}

/** Throws `PlanError` that names every variable that is needed and not set, each with its place. */
export function resolveVariables(plan: Plan, schedule: Schedule, env: Environment): Resolved {
  const findings = new VariableFindings(plan);
  const services = new Map<string, ServiceTemplate>();
  const serviceOf = (template: ServiceTemplate) => {
    const known = services.get(template.name);
    if (known !== undefined) return known;
    const filled = filledService(new Filler(plan, ['services', template.name], env, findings), template);
    services.set(template.name, filled);
    return filled;
  };
  const stretches = schedule.stretches.map((stretch) => ({
    ...stretch,
    services: new Map([...stretch.services].map(([name, template]) => [name, serviceOf(template)])),
    ...stretchTexts(plan, stretch, env, findings),
  }));
  const version = plan.version === null ? null : new Filler(plan, ['version'], env, findings).text(plan.version);
  const secrets = secretsOf(plan, env);
  const problems = findings.problems();
  if (problems.length > 0) {
    const { file, text } = plan.source;
    throw new PlanError(
      'plan-variables',
      formatProblems(problems, { file, text, secrets }, { color: false }),
      problems,
    );
  }
  return { schedule: { ...schedule, stretches }, secrets, version };
}

function stretchTexts(plan: Plan, stretch: Stretch, env: Environment, findings: VariableFindings) {
  const domain = plan.domains.find(({ name }) => name === stretch.domain);
  const fillerOf = (...part: Part) => new Filler(plan, ['domains', stretch.domain, ...part], env, findings);
  const { loadout } = stretch;
  const index = domain?.loadouts.findIndex(({ label }) => label === loadout?.label) ?? 0;
  const indexes = new Map(domain?.scenarios.map(({ id }, at) => [id, at]));
  // Texts of rows have no variables; those of their template are looked for in all of the domain's.
  const ofRows = fillerOf('scenariosFrom');
  return {
    loadout: loadout === null ? null : filledLoadout(fillerOf('loadouts', index), loadout),
    tests: stretch.tests.map((test): ScheduledTest => {
      const { scenario } = test;
      const isRow = scenario.position.file !== undefined;
      const filler = isRow ? ofRows : fillerOf('scenarios', indexes.get(scenario.id) ?? 0);
      return { ...test, scenario: filledScenario(filler, scenario) };
    }),
  };
}
