import { expect, it } from 'vitest';
import { machineNeighbourhood, ollamaPort } from '../../src/services/existing/neighbourhood.ts';

it.each([
  [undefined, 11434],
  ['', 11434],
  ['0.0.0.0', 11434],
  ['127.0.0.1:12000', 12000],
  [':12000', 12000],
  [' "127.0.0.1:12000" ', 12000],
  ['http://gpu-box', 80],
  ['https://gpu-box', 443],
  ['http://gpu-box:12000/', 12000],
  ['[::1]:12000', 12000],
  ['127.0.0.1:99999', 11434],
])('reads the port of OLLAMA_HOST=%s', (written, port) => {
  expect(ollamaPort(written)).toBe(port);
});

it('looks at the usual port and at that of the environment', () => {
  expect(machineNeighbourhood({ OLLAMA_HOST: '127.0.0.1:12000' })?.ports).toEqual([11434, 12000]);
  expect(machineNeighbourhood({})?.ports).toEqual([11434]);
});

it('is nothing on a machine that says so, as this one does for its tests', () => {
  expect(machineNeighbourhood({ FLIGHTDECK_EXISTING: 'leave' })).toBeNull();
  expect(machineNeighbourhood(process.env)).toBeNull();
});
