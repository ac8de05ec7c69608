// What is told before there is anybody to hear it.

export interface Mailbox<T> {
  post(message: T): void;
  /** From now on messages go to `receiver`; first those that wait. */
  open(receiver: (message: T) => void): void;
}

export function createMailbox<T>(): Mailbox<T> {
  const waiting: T[] = [];
  let receive: ((message: T) => void) | null = null;
  return {
    post(message) {
      if (receive === null) waiting.push(message);
      else receive(message);
    },
    open(receiver) {
      receive = receiver;
      for (const message of waiting.splice(0)) receiver(message);
    },
  };
}
