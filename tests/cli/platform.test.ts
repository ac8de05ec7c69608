import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const module = new URL('../../src/cli/platform.ts', import.meta.url).href;

function refuse(platform: string) {
  const code = `const { refuseWindows } = await import('${module}'); refuseWindows('${platform}'); console.log('goes on');`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('refuses Windows with one line, and nothing else', () => {
  expect(refuse('win32')).toEqual({
    status: 2,
    stdout: '',
    stderr: 'Flightdeck runs on Linux and macOS; on Windows use it inside WSL (https://aka.ms/wsl).\n',
  });
  expect(refuse('darwin')).toEqual({ status: 0, stdout: 'goes on\n', stderr: '' });
});
