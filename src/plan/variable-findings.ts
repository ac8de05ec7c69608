// Collects variables that are not set, or whose values do not fit, and finds where in the plan's text they stand.
import type { Plan } from '../domain/plan.ts';
import type { Place, PlanProblem } from './problems.ts';
import { piecesOf } from './variables.ts';
import { type Path, readYaml, type YamlSource } from './yaml-source.ts';

/** The part of a plan that is filled in: a service, a loadout or a scenario. */
export type Part = Path;

interface Finding {
  readonly part: Part;
  readonly message: string;
  readonly hint: string;
  readonly isMeant: (text: string) => boolean;
  /** What to point at in a line. */
  readonly marked: string;
}

export class VariableFindings {
  readonly #plan: Plan;
  readonly #findings = new Map<string, Finding>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  unset(part: Part, name: string): void {
    this.#findings.set(JSON.stringify([part, name]), {
      part,
      message: `the environment variable ${name} is not set`,
      hint: `set it, or give it a default: \${${name}:-…}; a literal \${ is written $\${`,
      isMeant: (text) => piecesOf(text).some((piece) => piece.kind === 'variable' && piece.name === name),
      marked: `\${${name}`,
    });
  }

  /** `predicate` says what is wrong with the value of `written`, or null. */
  unfit(part: Part, written: string, predicate: string | null): void {
    if (predicate === null) return;
    const [what = '', hint = 'look at the environment variables in it'] = predicate.split('\n');
    const message = `${written}, with its variables filled in, ${what}`;
    this.#findings.set(JSON.stringify([part, written]), {
      part,
      message,
      hint,
      isMeant: (text) => text.startsWith(written),
      marked: written,
    });
  }

  /** In the order of the file. */
  problems(): readonly PlanProblem[] {
    if (this.#findings.size === 0) return [];
    const { source } = readYaml(this.#plan.source.text);
    const lines = this.#plan.source.text.split(/\r\n|\r|\n/);
    const all =
      source === null ? [] : [...this.#findings.values()].flatMap((finding) => located(source, lines, finding));
    // Settings of a domain are part of each of its scenarios, but stand in one place.
    const byPlace = new Map(all.map((problem) => [JSON.stringify([problem.message, problem.position]), problem]));
    return [...byPlace.values()].sort(
      (a, b) =>
        (a.position?.line ?? 0) - (b.position?.line ?? 0) || (a.position?.column ?? 0) - (b.position?.column ?? 0),
    );
  }
}

function located(source: YamlSource, lines: readonly string[], finding: Finding): readonly PlanProblem[] {
  const { part, message, hint, isMeant, marked } = finding;
  const places = inPart(source, part).filter(({ text }) => isMeant(text));
  const paths = places.length === 0 ? [part] : places.map(({ path }) => path);
  return paths.map((path) => ({ message, hint, ...narrowed(source.place(path, 'value'), lines, marked) }));
}

/** The variable alone, where it stands in the line in which its text begins. */
function narrowed({ position, length }: Place, lines: readonly string[], marked: string): Place {
  const line = lines[position.line - 1] ?? '';
  const start = line.indexOf(marked, position.column - 1);
  const end = line.indexOf('}', start) + 1;
  if (start === -1 || end === 0 || end > position.column - 1 + length) return { position, length };
  return { position: { line: position.line, column: start + 1 }, length: end - start };
}

/** Scenarios take settings of their domain and plan, which stand outside of them. */
function inPart(source: YamlSource, part: Part) {
  const inside = source.texts(part);
  if (part[0] !== 'domains') return inside;
  const domain = part.slice(0, 2);
  const around = [[...domain, 'env'], [...domain, 'cwd'], [...domain, 'defaults'], ['defaults']];
  return [...inside, ...around.flatMap((path) => source.texts(path))];
}
