import { expect, it, onTestFinished } from 'vitest';
import { watchSignals } from '../../src/cli/signals.ts';

it('keeps a signal for whoever is told of it first, and tells nobody else of it', () => {
  const signals = watchSignals();
  onTestFinished(() => signals.release());
  const heard: string[] = [];
  process.emit('SIGINT', 'SIGINT');
  signals.onStop((signal) => heard.push(`session: ${signal}`));
  signals.onStop((signal) => heard.push(`report: ${signal}`));
  expect(heard).toEqual(['session: SIGINT']);
});

it('keeps a signal that comes while it holds them for the next one', () => {
  const signals = watchSignals();
  onTestFinished(() => signals.release());
  const heard: string[] = [];
  signals.onStop((signal) => heard.push(`session: ${signal}`));
  signals.hold();
  process.emit('SIGINT', 'SIGINT');
  signals.onStop((signal) => heard.push(`report: ${signal}`));
  expect(heard).toEqual(['report: SIGINT']);
});

it('tells the last one that was set', () => {
  const signals = watchSignals();
  onTestFinished(() => signals.release());
  const heard: string[] = [];
  signals.onStop((signal) => heard.push(`session: ${signal}`));
  signals.onStop((signal) => heard.push(`report: ${signal}`));
  process.emit('SIGHUP', 'SIGHUP');
  expect(heard).toEqual(['report: SIGHUP']);
});

it('leaves no listener behind', () => {
  const before = process.listenerCount('SIGINT');
  watchSignals().release();
  expect(process.listenerCount('SIGINT')).toBe(before);
});
