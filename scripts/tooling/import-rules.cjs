// Who may import whom; the map is drawn in docs/architecture.md. Everything may import `domain`.
const rooms = {
  domain: [],
  system: [],
  checks: [],
  plan: ['system'],
  services: ['system'],
  telemetry: ['system'],
  drivers: ['checks', 'system'],
  projections: ['system'],
  engine: ['plan', 'services', 'drivers', 'checks', 'telemetry', 'system'],
  recorded: ['system'],
  report: ['recorded', 'system'],
  history: ['recorded', 'system'],
  library: ['report', 'history'],
  tui: ['projections'],
  builtin: [],
  cli: [
    'plan',
    'services',
    'drivers',
    'telemetry',
    'engine',
    'projections',
    'recorded',
    'report',
    'history',
    'tui',
    'system',
  ],
};

const forbidden = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports`,
  comment: `${room} may import ${['domain', ...allowed].join(', ')} and itself`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, 'domain', ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'projections-apart',
      comment: 'a projection never imports another one',
      severity: 'error',
      from: { path: '^src/projections/([^/.]+)' },
      to: { path: '^src/projections/', pathNot: ['^src/projections/$1', '^src/projections/text/'] },
    },
    {
      name: 'ink-in-tui',
      comment: 'only tui draws with Ink and React',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/tui/' },
      to: { path: 'node_modules/(ink|react)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    { name: 'resolvable', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
