// What the built-in services say when a request or a command line cannot be understood.

export const bodyTooLarge = (largestBytes: number): string => `the body is larger than ${largestBytes} bytes`;

export const bodyNotJson = 'the body is not valid JSON';

export const noSuchRoute = (name: string): string => `there is no ${name} here`;

export const noSuchModel = (model: string): string => `The model \`${model}\` does not exist.`;

export const cannotListen = (host: string, port: number, reason: string): string =>
  `cannot listen on ${host}:${port}: ${reason}`;

export const notANumber = (option: string, text: string): string =>
  `${option} takes a number that is not negative, not "${text}"`;
