// `runner doctor`: what this machine has, what is in the way, what is missing and how to get it.
import { exitCodes } from '../domain/errors.ts';
import { jsonText } from '../domain/text.ts';
import { type DoctorPlace, findOut } from './doctor-findings.ts';
import { doctorText } from './doctor-text.ts';

export interface DoctorOptions {
  readonly json: boolean;
  readonly color: boolean;
  readonly write: (text: string) => void;
  /** Where to look; this machine as it is unless given. */
  readonly place?: DoctorPlace;
}

/** Always 0: that something is missing is a finding, not a failure. */
export async function doctor({ json, color, write, place }: DoctorOptions): Promise<number> {
  const here = { searchPath: process.env['PATH'], ollamaUrl: 'http://127.0.0.1:11434' };
  const findings = await findOut(place ?? here);
  write(`${json ? jsonText(findings, 2) : doctorText(findings, color)}\n`);
  return exitCodes.passed;
}
