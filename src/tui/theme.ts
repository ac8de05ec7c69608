// Colour by meaning, from the terminal's own sixteen colours; without colour nothing is styled at all, and every meaning
// still has a sign or a word.
import type { TextProps } from 'ink';
import { createContext, useContext } from 'react';

export type Style = Pick<TextProps, 'color' | 'dimColor' | 'bold'>;
export type Tone = 'plain' | 'strong' | 'faint' | 'accent' | 'good' | 'bad' | 'caution' | 'title' | 'frame';
export type Theme = Readonly<Record<Tone, Style>>;

const colored: Theme = {
  plain: {},
  strong: { bold: true },
  faint: { dimColor: true },
  accent: { color: 'cyan' },
  good: { color: 'green' },
  bad: { color: 'red' },
  caution: { color: 'yellow' },
  title: { bold: true, color: 'cyan' },
  frame: { color: 'gray' },
};

const plain: Theme = {
  plain: {},
  strong: {},
  faint: {},
  accent: {},
  good: {},
  bad: {},
  caution: {},
  title: {},
  frame: {},
};

export function themeFor(color: boolean): Theme {
  return color ? colored : plain;
}

export const ThemeContext = createContext<Theme>(colored);

export function useTheme(): Theme {
  return useContext(ThemeContext);
}
