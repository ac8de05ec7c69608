import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPlan } from '../../src/plan/load-plan.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plan-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function refusal(content: string | Uint8Array | null, name: string): Promise<unknown> {
  const file = join(folder, name);
  if (content !== null) await writeFile(file, content);
  return loadPlan(file).then(
    () => null,
    (error: unknown) => error,
  );
}

function* withoutEnd(): Generator<string> {
  for (;;) yield 'x'.repeat(64 * 1024);
}

describe('loading a plan', () => {
  it('reads a file, with a byte order mark and Windows line ends too', async () => {
    const file = join(folder, 'bom.yaml');
    const text = 'name: x\r\ndomains:\r\n  command:\r\n    scenarios: [{ id: A, steps: [{ run: "true" }] }]\r\n';
    await writeFile(file, `\ufeff${text}`);
    const plan = await loadPlan(file);
    expect(plan.source).toMatchObject({ file, directory: folder });
    expect(plan.domains[0]?.position).toEqual({ line: 3, column: 3 });
  });

  it('says what is wrong with a file that cannot be a plan', async () => {
    expect(await refusal(null, 'missing.yaml')).toMatchObject({
      code: 'plan-unreadable',
      exitCode: 2,
      message: `there is no plan "${folder}/missing.yaml"; examples are in plans/`,
    });
    expect(await refusal(null, '.')).toMatchObject({ message: `"${folder}" is a directory; name a plan in it` });
    expect(await refusal(Uint8Array.of(0xff, 0xfe, 0x00), 'bytes.yaml')).toMatchObject({
      message: `the plan "${folder}/bytes.yaml" is not UTF-8 text`,
    });
    expect(await refusal('x'.repeat(4 * 1024 * 1024 + 1), 'huge.yaml')).toMatchObject({
      message: `the plan "${folder}/huge.yaml" is larger than 4 MiB; write the scenarios as rows of a .jsonl or .csv file, which is read faster, and name it with "scenariosFrom"`,
    });
    await symlink('/dev/zero', join(folder, 'zero.yaml'));
    expect(await refusal(null, 'zero.yaml')).toMatchObject({
      message: `"${folder}/zero.yaml" is neither a file nor a pipe; name a file with a plan in it`,
    });
    await symlink('loop.yaml', join(folder, 'loop.yaml'));
    expect(await refusal(null, 'loop.yaml')).toMatchObject({
      message: `the plan "${folder}/loop.yaml" leads to itself through symbolic links`,
    });
  });

  it('reads a pipe, as far as a plan may be long', async () => {
    const file = join(folder, 'pipe.yaml');
    execFileSync('mkfifo', [file]);
    const sent = (texts: Iterable<string>) =>
      pipeline(Readable.from(texts), createWriteStream(file)).catch(() => undefined);
    void sent(['nam: x\n']);
    expect(await refusal(null, 'pipe.yaml')).toMatchObject({ message: expect.stringContaining('unknown key "nam"') });
    void sent(withoutEnd());
    expect(await refusal(null, 'pipe.yaml')).toMatchObject({
      message: expect.stringContaining('pipe.yaml" is larger than 4 MiB'),
    });
  });

  it('says everything that is wrong with a plan', async () => {
    expect(await refusal('nam: x\n', 'bad.yaml')).toMatchObject({
      code: 'plan-invalid',
      exitCode: 2,
      message: expect.stringContaining('bad.yaml:1:1: unknown key "nam"'),
      problems: [{ message: '"domains" is missing' }, { hint: 'did you mean "name"?' }],
    });
  });
});
