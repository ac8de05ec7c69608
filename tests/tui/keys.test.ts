import type { Key } from 'ink';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../src/projections/dashboard/state.ts';
import { keyActions } from '../../src/tui/keys.ts';
import { followingLog, type LogView, logWindow, scrollLog } from '../../src/tui/log-view.ts';

const noKey: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

function lines(count: number, first = 1): LogLine[] {
  return Array.from({ length: count }, (_, n) => {
    const seq = first + n;
    return { seq, time: '', level: seq % 5 === 0 ? 'ERROR' : 'INFO', message: '', result: null };
  });
}

describe('keys', () => {
  it('stop with q and Ctrl-C, and nothing else that holds the control key', () => {
    expect(keyActions('q', noKey)).toEqual(['stop']);
    expect(keyActions('c', { ...noKey, ctrl: true })).toEqual(['stop']);
    expect(keyActions('c', noKey)).toEqual([]);
    expect(keyActions('q', { ...noKey, ctrl: true })).toEqual([]);
  });

  it('count each, also where several arrive in one piece', () => {
    expect(keyActions('qq', noKey)).toEqual(['stop', 'stop']);
    expect(keyActions('\u0003\u0003', noKey)).toEqual(['stop', 'stop']);
    expect(keyActions('jjx?', noKey)).toEqual(['down', 'down', 'help']);
  });

  it('know both the arrows and the letters', () => {
    expect(keyActions('', { ...noKey, upArrow: true })).toEqual(keyActions('k', noKey));
    expect(keyActions('', { ...noKey, end: true })).toEqual(keyActions('G', noKey));
    expect(keyActions('jgf?x', noKey)).toEqual(['down', 'top', 'problems', 'help']);
  });
});

describe('the log window', () => {
  const first = (view: LogView, log: readonly LogLine[]): number | undefined => logWindow(view, log, 10).lines[0]?.seq;

  it('follows the end until somebody scrolls, then stays with its line while new ones arrive', () => {
    const view = scrollLog(followingLog, 'up', lines(100), 10);
    expect([first(followingLog, lines(120)), first(view, lines(120))]).toEqual([111, 90]);
    expect(logWindow(view, lines(120), 10)).toMatchObject({ above: 89, below: 21 });
  });

  it('follows again at the end', () => {
    const up = scrollLog(followingLog, 'pageUp', lines(100), 10);
    expect(scrollLog(up, 'pageDown', lines(100), 10)).toEqual(followingLog);
    expect(scrollLog(scrollLog(up, 'top', lines(100), 10), 'bottom', lines(100), 10)).toEqual(followingLog);
  });

  it('stops at the first line, and goes on from what is left when that one was dropped', () => {
    const top = scrollLog(followingLog, 'top', lines(100), 10);
    expect(first(scrollLog(top, 'up', lines(100), 10), lines(100))).toBe(1);
    expect(first(top, lines(100, 51))).toBe(51);
  });

  it('can be narrowed down to warnings and errors', () => {
    const view = scrollLog(followingLog, 'problems', lines(20), 10);
    expect(logWindow(view, lines(20), 10).lines.map(({ seq }) => seq)).toEqual([5, 10, 15, 20]);
    expect(scrollLog(view, 'problems', lines(20), 10)).toEqual(followingLog);
  });
});
