// What the YAML parser says, in words for somebody who writes a plan.
import type { ErrorCode, YAMLParseError } from 'yaml';
import type { Place, PlanProblem } from './problems.ts';

const sentences: Partial<Record<ErrorCode, { readonly message: string; readonly hint: string | null }>> = {
  MULTIPLE_DOCS: {
    message: 'a second YAML document begins here',
    hint: 'a file is one document: remove the line "---", or make two files',
  },
  TAB_AS_INDENT: { message: 'a tab stands where YAML wants blanks', hint: 'indent with blanks' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second ": " in one line, which YAML reads as another mapping',
    hint: 'put the text in quotes, or begin a new line with the right indentation',
  },
  MULTILINE_IMPLICIT_KEY: { message: 'this line is neither "key: value" nor part of one', hint: 'is a colon missing?' },
  BAD_DQ_ESCAPE: {
    message: 'this is not an escape sequence that YAML knows',
    hint: 'in double quotes write \\\\ for a backslash, or use single quotes',
  },
};

/** Words of a line as flow style cuts them, with whole `{name}` left in them. */
const words = /(?:[^\s'"[\]{},]|\{\w[^\s{}]*\})+/g;

export function syntaxProblem(error: YAMLParseError, text: string, place: Place): PlanProblem {
  const known = sentences[error.code];
  const message = known?.message ?? sentenceOf(error);
  const placeholder = error.code === 'MISSING_CHAR' || error.code === 'UNEXPECTED_TOKEN' ? unquoted(text, place) : null;
  return placeholder ?? { message, hint: known?.hint ?? null, ...place };
}

/** A placeholder in the same line is what the parser stumbled over. */
function unquoted(text: string, { position }: Place): PlanProblem | null {
  const line = text.split(/\r\n|\r|\n/, position.line)[position.line - 1] ?? '';
  for (const { 0: word, index } of line.matchAll(words)) {
    if (!/\{\w/.test(word)) continue;
    return {
      message: 'braces without quotes are a mapping in YAML, not a placeholder',
      hint: `put it in quotes: "${word}"`,
      position: { line: position.line, column: index + 1 },
      length: word.length,
    };
  }
  return null;
}

function sentenceOf(error: YAMLParseError): string {
  if (error.code === 'MISSING_CHAR' && error.message.includes('closing')) return 'a quote begins here and does not end';
  return `not valid YAML: ${lowerFirst(error.message)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
