// Changes the sample rate with a windowed sinc: nothing above the lower half rate gets through to fold back.
import type { Sound } from './read-wav.ts';

/** Zero crossings of the sinc on either side; the more, the steeper. */
const crossings = 24;
/** Share of the lower half rate that is kept. */
const passed = 0.95;

/** The samples as they would be at `rate`. */
export function resampled(sound: Sound, rate: number): Float32Array {
  const steps = resampling(sound, rate);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const stepLength = 50_000;

/** The same in steps, for who has other things to do in between. */
export function* resampling({ samples, sampleRate }: Sound, rate: number): Generator<null, Float32Array> {
  if (sampleRate === rate) return samples;
  const divisor = greatestCommon(sampleRate, rate);
  const phases = rate / divisor;
  const stride = sampleRate / divisor;
  const filter = new PhaseFilter(phases, Math.min(1, rate / sampleRate) * passed);
  const output = new Float32Array(Math.floor((samples.length * phases) / stride));
  for (let index = 0; index < output.length; index += 1) {
    if (index % stepLength === stepLength - 1) yield null;
    const at = index * stride;
    output[index] = filter.apply(samples, Math.floor(at / phases), at % phases);
  }
  return output;
}

/** The sinc between two samples, for each of the places where an output sample can fall; made as they are needed. */
class PhaseFilter {
  readonly #phases: number;
  readonly #cutoff: number;
  readonly #half: number;
  readonly #taps = new Map<number, Float32Array>();

  /** `cutoff` in half rates of the input. */
  constructor(phases: number, cutoff: number) {
    this.#phases = phases;
    this.#cutoff = cutoff;
    this.#half = Math.ceil(crossings / cutoff);
  }

  apply(samples: Float32Array, at: number, phase: number): number {
    const taps = this.#tapsOf(phase);
    const from = at - this.#half + 1;
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap += 1) sum += (samples[from + tap] ?? 0) * (taps[tap] ?? 0);
    return sum;
  }

  #tapsOf(phase: number): Float32Array {
    const known = this.#taps.get(phase);
    if (known !== undefined) return known;
    const made = Float32Array.from({ length: 2 * this.#half }, (_, tap) => {
      const distance = tap - this.#half + 1 - phase / this.#phases;
      const window = Math.cos((Math.PI * distance) / (2 * this.#half)) ** 2;
      return Math.abs(distance) > this.#half ? 0 : this.#cutoff * sinc(this.#cutoff * distance) * window;
    });
    this.#taps.set(phase, made);
    return made;
  }
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

function greatestCommon(a: number, b: number): number {
  return b === 0 ? a : greatestCommon(b, a % b);
}
