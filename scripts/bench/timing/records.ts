// What server and clients write down of one request, in milliseconds of the machine's monotonic clock.
import * as z from 'zod';

export const served = z.object({
  client: z.string(),
  /** The request was read whole. */
  readAt: z.number(),
  /** Just before each piece was written. */
  writtenAt: z.array(z.number()),
});

export const asked = z.object({
  /** Just before the body was written. */
  sentAt: z.number(),
  /** Of each piece. */
  arrivedAt: z.array(z.number()),
});

/** By the server: how many milliseconds after the request each piece is due. */
export const schedules = {
  chat: { path: '/v1/chat/completions', firstMs: 50, gapMs: 10, pieces: 100 },
  speech: { path: '/v1/audio/speech', firstMs: 50, gapMs: 20, pieces: 10 },
} as const;

export type Kind = keyof typeof schedules;
export type Served = z.infer<typeof served>;
export type Asked = z.infer<typeof asked>;
