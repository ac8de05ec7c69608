// What a run notes of all that it starts, so that others can end it when the run itself cannot any more: its watchdog, and
// the next run of the same user. One JSON object a line. Serialised: `ledgerVersion` grows with every change that an older
// Flightdeck would misread.
import * as z from 'zod';

export const ledgerVersion = 1;

const identity = z.object({ pid: z.int().positive(), startTime: z.string().min(1) });
/** `NAME=value` pairs in the environment of the processes that are meant, and of no others. */
const tag = z.array(z.string().includes('=')).min(1);
const unit = z.object({ name: z.string().min(1), manager: z.enum(['system', 'user']) });

export const ledgerEntry = z.discriminatedUnion('type', [
  /** The first line. */
  z.object({
    type: z.literal('run.begun'),
    v: z.number(),
    runId: z.string().min(1),
    /** Absolute. */
    directory: z.string().min(1),
    tag,
    runner: identity,
    /** Within which all pids are meant. */
    pidSpace: z.object({ boot: z.string().min(1), namespace: z.string().min(1) }),
  }),
  /** Noted before it is spawned: from then on its tag finds it, whatever becomes of the next line. */
  z.object({
    type: z.literal('service.intended'),
    service: z.string(),
    tag,
    /** The leader alone is asked to end. */
    leaderOnly: z.boolean(),
  }),
  /** It leads a group and a session of its own, whose numbers are its pid. */
  z.object({ type: z.literal('service.spawned'), tag, process: identity }),
  /** All that belong to it now; each line replaces the one before. */
  z.object({ type: z.literal('service.members'), tag, members: z.array(identity) }),
  /** Nothing of it is left. */
  z.object({ type: z.literal('service.ended'), tag }),
  /** A unit that is to be started again when the run is over, noted before it is stopped. */
  z.object({ type: z.literal('unit.stopped'), unit }),
  z.object({ type: z.literal('unit.restarted'), unit }),
  /** The run draws on the terminal; `mode` is what its line mode was before. */
  z.object({ type: z.literal('terminal.taken'), mode: z.string() }),
  z.object({ type: z.literal('terminal.returned') }),
  /** Nothing is left to be done. */
  z.object({ type: z.literal('run.over') }),
]);

export type LedgerEntry = z.infer<typeof ledgerEntry>;
export type RunBegun = Extract<LedgerEntry, { type: 'run.begun' }>;

/** Where a run notes what it starts. */
export interface Ledger {
  note(entry: LedgerEntry): void;
}

/** Null for what is none, such as half a line. */
export function parseEntry(line: string): LedgerEntry | null {
  return ledgerEntry.safeParse(parseJson(line)).data ?? null;
}

/** Of the ledger that begins with this line; null where it says none. */
export function versionIn(firstLine: string): number | null {
  return z.object({ v: z.number() }).safeParse(parseJson(firstLine)).data?.v ?? null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
