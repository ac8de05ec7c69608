// What can go wrong for a user is an error with a code and a sentence; anything else is a bug and is thrown plainly.

/** `code` is stable and for programs; `message` is the whole text that a person reads. */
export class UserError extends Error {
  readonly code: string;
  readonly exitCode: number;

  constructor(code: string, message: string, exitCode: number = exitCodes.usage) {
    super(message);
    this.name = 'UserError';
    this.code = code;
    this.exitCode = exitCode;
  }
}

export const exitCodes = {
  passed: 0,
  failed: 1,
  usage: 2,
  cannotGoOn: 3,
  nothingRun: 4,
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
} as const;
