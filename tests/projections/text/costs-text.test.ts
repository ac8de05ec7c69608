import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../../src/domain/events.ts';
import type { TrialResult } from '../../../src/domain/results.ts';
import { RunDigest } from '../../../src/projections/text/run-digest.ts';
import { summaryText } from '../../../src/projections/text/summary-text.ts';
import { sampleConversation, sampleTranscription } from '../../support/sample-drivers.ts';
import { SampleJournal } from '../../support/sample-journal.ts';
import { sampleLoadouts } from '../../support/sample-loadouts.ts';
import { throttled } from '../../support/sample-studio.ts';

function summaryOf(results: readonly TrialResult[], others: readonly SessionEvent[] = []): string {
  const journal = new SampleJournal();
  const digest = new RunDigest();
  for (const result of results) digest.add(journal.event({ type: 'trial.finished', result }));
  for (const event of others) digest.add(journal.event(event));
  return summaryText(digest.get(), { color: false, width: 120 });
}

describe('the summary of loadouts', () => {
  it('gives key figures, times, memory of each GPU and energy, and counts what is doubtful', () => {
    const swapping = { reason: 'swapping', detail: '12 MiB' };
    const results = [
      sampleTranscription(),
      sampleTranscription({ repeat: 2, validity: [throttled, swapping] }),
      sampleConversation({ validity: [throttled] }),
      sampleConversation({ repeat: 2, metrics: {} }),
    ];
    expect(summaryOf(results, sampleLoadouts)).toMatchInlineSnapshot(`
      "Loadout                  passed   slowest              RTF p50              WER
      stt · whisper-small ?       2/2      0.4s                0.036            4.3 %
      Loadout                  passed   slowest   Voice to voice p50   End to end p50     WER
      sts · full-stack (*) ?      2/2      1.8s               642 ms           1.83 s   4.3 %
      (*) some of its services are built-in
      ? some of its numbers are doubtful
      WER: all word errors over all words of the references

      Loadout                set-up   warm-up   execution   clean-up    energy   VRAM before    loaded      peak     after
      sts · full-stack (*)     8.4s      2.1s       41.3s       1.8s   ≥ 268 J
        GPU 0                                                                        412 MiB   6.2 GiB   6.4 GiB   1.3 GiB
        GPU 1                                                                        388 MiB   388 MiB   390 MiB   388 MiB
      ≥ energy of those trials in which it was measured

      2 trials with doubtful numbers: gpu-throttled 2, swapping 1

      The run did not come to its end.
      "
    `);
  });

  it('takes the corpus rate over all words, not the mean of rates', () => {
    const short = { wer: 1, wordErrors: 2, referenceWords: 2, rtf: 0.1 };
    const long = { wer: 0, wordErrors: 0, referenceWords: 98, rtf: 0.1 };
    const text = summaryOf([
      sampleTranscription({ metrics: short }),
      sampleTranscription({ repeat: 2, metrics: long }),
    ]);
    expect(text).toMatch(/stt · whisper-small +2\/2 +0\.4s +0\.1 +2\.0 %/);
  });

  it('says nothing of GPUs and energy where nothing was measured', () => {
    const finished = sampleLoadouts.flatMap((event) =>
      event.type === 'loadout.finished' ? [{ ...event, gpus: [] }] : [],
    );
    const text = summaryOf([sampleConversation({ metrics: {} })], finished);
    expect(text).toMatch(/Loadout +set-up +warm-up +execution +clean-up\n/);
  });
});
