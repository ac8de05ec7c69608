// The processes of this machine.
import type { ProcessSource } from './process-source.ts';
import { linuxProcesses } from './processes-linux.ts';
import { macProcesses } from './processes-mac.ts';

export type { ProcessEntry, ProcessIdentity } from './process-source.ts';

const source: ProcessSource = process.platform === 'darwin' ? macProcesses : linuxProcesses;

export const { list: listProcesses, identify, isAlive, tagged, carriers, nameOf } = source;
