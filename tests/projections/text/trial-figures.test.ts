import { describe, expect, it } from 'vitest';
import type { TrialResult } from '../../../src/domain/results.ts';
import { trialLine } from '../../../src/projections/plain/trial-line.ts';
import { createPaint } from '../../../src/projections/text/paint.ts';
import { figuresAtAGlance, figureText, valueText } from '../../../src/projections/text/trial-figures.ts';
import { sampleConversation, sampleSpeech, sampleTranscription, sampleVision } from '../../support/sample-drivers.ts';
import { sampleCommandResult } from '../../support/sample-results.ts';
import { throttled } from '../../support/sample-studio.ts';

describe('the figures of a trial', () => {
  it('are those of its driver, with units', () => {
    const texts = ({ driver, metrics }: TrialResult) => figuresAtAGlance(driver, metrics).map(figureText).join(' · ');
    const results = [
      sampleVision(),
      sampleTranscription(),
      sampleSpeech(),
      sampleConversation(),
      sampleCommandResult(),
    ];
    expect(results.map(texts)).toEqual([
      'TTFT 413 ms · 48.2 tok/s',
      'WER 4.3 % · RTF 0.036',
      'TTFA 91.4 ms · RTF 0.151 · WER 4.3 %',
      'Voice to voice 642 ms · End to end 1.83 s',
      '',
    ]);
  });

  it('leave out what was not measured', () => {
    expect(figuresAtAGlance('stt', { rtf: 0.5 }).map(figureText)).toEqual(['RTF 0.5']);
  });

  it('show error rates as per cent, above one too', () => {
    expect([valueText('wer', 0), valueText('cer', 0.0164), valueText('werRaw', 1.5)]).toEqual([
      '0.0 %',
      '1.6 %',
      '150.0 %',
    ]);
  });

  it('carry their unit', () => {
    const values = { rmsDbfs: -21.43, energyJ: 1342.4, charactersPerSecond: 98.7, audioSeconds: 3.214, oddOne: 7 };
    expect(Object.entries(values).map(([name, value]) => valueText(name, value))).toEqual([
      '-21.4 dBFS',
      '1342 J',
      '98.7 chars/s',
      '3.21 s',
      '7',
    ]);
  });
});

describe('the line of a trial', () => {
  const line = (result: TrialResult) => trialLine(result, createPaint(false));

  it('says what is built-in, and what makes its numbers doubtful', () => {
    expect(line(sampleConversation({ validity: [throttled, throttled] }))).toBe(
      '   PASS [   1.841s] STS-001[full-stack]  Voice to voice 642 ms · End to end 1.83 s (partly built-in; doubtful: gpu-throttled)',
    );
    expect(line(sampleTranscription())).toBe('   PASS [   0.405s] STT-001[whisper-small]  WER 4.3 % · RTF 0.036');
  });
});
