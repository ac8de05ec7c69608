// How many lines each section gets, by priority: what is running first, then the log, then services, results, details.
// The sum never exceeds the terminal's rows less one. Pure.

export interface Space {
  readonly columns: number;
  readonly rows: number;
}

/** How much there is to show. */
export interface Content {
  readonly domains: number;
  readonly services: number;
  /** Lines of the machine panel. */
  readonly meters: number;
  /** Stages of the last conversation; 0 where there is none. */
  readonly stages: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Without frame and titles: there is no room for them. */
  readonly bare: boolean;
  /** Lines of content; a section with none is not drawn, nor is its title. */
  readonly header: number;
  readonly domains: number;
  readonly status: number;
  readonly waterfall: number;
  readonly recent: number;
  readonly log: number;
  /** Services and machine beside each other. */
  readonly wide: boolean;
}

const frame = 2;
const total = 1;
const action = 1;
const title = 1;

/** Total and current action come on top of the sections named in the layout. */
export function layoutFor({ columns, rows }: Space, content: Content): Layout {
  const width = Math.max(1, columns);
  const height = Math.max(1, rows - 1);
  const bare = height < 7 || width < 24;
  const empty = { width, height, header: 0, domains: 0, status: 0, waterfall: 0, recent: 0, log: 0, wide: width >= 64 };
  if (bare) return { ...empty, bare, log: Math.max(0, height - total - action) };
  return { ...empty, bare, ...sections(height - frame - total - action, content, width) };
}

type Sections = Pick<Layout, 'header' | 'domains' | 'status' | 'waterfall' | 'recent' | 'log'>;

function sections(available: number, content: Content, width: number): Sections {
  let left = available;
  const take = (wanted: number): number => {
    const taken = Math.max(0, Math.min(wanted, left));
    left -= taken;
    return taken;
  };
  /** All or nothing, its title included. */
  const takeSection = (lines: number): number => (lines > 0 && left >= lines + title ? take(lines + title) - title : 0);

  let log = takeSection(Math.min(3, Math.max(1, available - title)));
  let domains = take(Math.min(1, content.domains));
  let status = takeSection(2);
  const header = width >= 40 ? takeSection(1) : 0;
  log += take(5);
  if (status > 0) status += take(Math.min(statusLimit(available), statusWanted(content, width)) - status);
  if (domains > 0) domains += take(Math.min(6, content.domains) - domains);
  const waterfall = hasRoomForStages(available, width) ? takeSection(Math.min(6, content.stages)) : 0;
  let recent = left >= 6 && width >= 60 ? takeSection(Math.min(6, left - title)) : 0;
  if (recent > 0) recent += take(Math.min(8, Math.floor(left / 2)));
  return { header, domains, status, waterfall, recent, log: log + left };
}

/** A machine with many GPUs wants a line for each, and gets a third of a tall terminal at most. */
function statusLimit(available: number): number {
  return Math.max(6, Math.floor(available / 3));
}

/** 100 columns and 30 rows. */
function hasRoomForStages(available: number, width: number): boolean {
  return width >= 100 && available >= 25;
}

function statusWanted({ services, meters }: Content, width: number): number {
  return width >= 64 ? Math.max(services, meters, 2) : services + Math.min(1, meters);
}
