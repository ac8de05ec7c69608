import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Artifacts, artifactLimitBytes } from '../../src/drivers/artifacts.ts';
import { runChat } from '../../src/drivers/chat/chat-driver.ts';
import { serviceFixture } from '../support/service-fixture.ts';
import { chatScenario, contextFor, target, taskOf, temporaryDirectory } from '../support/trial-tasks.ts';

describe('an output', () => {
  it('never takes the place of another one whose test has the same name as a file', () => {
    const directory = temporaryDirectory();
    const artifacts = new Artifacts(directory);
    const paths = ['one', 'two', 'three'].map((text) => artifacts.write('llm_unnamed_1_1.txt', text));
    expect(paths).toEqual([
      'artifacts/llm_unnamed_1_1.txt',
      'artifacts/llm_unnamed_1_1-2.txt',
      'artifacts/llm_unnamed_1_1-3.txt',
    ]);
    expect(paths.map((path) => readFileSync(join(directory, path), 'utf8'))).toEqual(['one', 'two', 'three']);
  });

  it('of 51 MiB is kept up to 50 MiB, thoughts and answer alike, and says what is missing', async () => {
    const { url } = await serviceFixture('answers-without-measure');
    const task = taskOf(chatScenario({ timeoutMs: 60_000 }), [target(url)], { timeoutMs: 60_000 });
    const { status, actual } = await runChat(task, contextFor(task));
    expect(status).toBe('passed');
    expect(actual).toEqual({
      content: `${'c'.repeat(1999)}…`,
      path: 'artifacts/T-001_m_1_1.txt',
      reasoning: `${'r'.repeat(1999)}…`,
      reasoningPath: 'artifacts/T-001_m_1_1.reasoning.txt',
    });
    for (const path of [actual?.path, actual?.reasoningPath]) {
      expect(await endOf(join(task.runDirectory, path ?? ''))).toEqual({
        size: artifactLimitBytes,
        end: expect.stringMatching(
          /^[rc]+\n\[cut at 50 MiB; the whole output had 52428800 bytes and 1048576 characters more, which were not kept\]\n$/,
        ),
      });
    }
  });
});

async function endOf(path: string): Promise<{ size: number; end: string }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read({ buffer: Buffer.alloc(200), position: size - 200 });
    return { size, end: buffer.toString() };
  } finally {
    await file.close();
  }
}
