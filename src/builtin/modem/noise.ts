// White noise of a given signal-to-noise ratio, over the whole band of the sample rate and in the pauses as well.
import type { Random } from '../random.ts';
import { soundingLevel } from './render.ts';

/** Adds to `samples`; everything is turned down so that the sum is about as loud as the signal was. */
export function addNoise(samples: Float32Array, snrDb: number, random: Random): void {
  const noiseLevel = soundingLevel * 10 ** (-snrDb / 20);
  const gain = soundingLevel / Math.hypot(soundingLevel, noiseLevel);
  for (let at = 0; at < samples.length; at += 1) {
    samples[at] = gain * ((samples[at] ?? 0) + noiseLevel * gaussian(random));
  }
}

/** Box and Muller, one of the pair. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
