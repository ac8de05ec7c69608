// Scenarios that are rows of a data file: `scenariosFrom`, by driver.
import * as z from 'zod';
import type { DriverName } from '../../domain/plan.ts';
import { scenarioKeys } from './scenario.ts';
import { fields, someOf, text, word } from './words.ts';

const fileMeaning = [
  'A file with a scenario in each row: .csv with a header, .jsonl with one object a line, or .yaml with a list of mappings.',
  'A column that is called like a field of the scenario fills it; lists such as tags are split at ";".',
  'Audio and images are found relative to the folder of this file. Text in it is data: ${…} means nothing there.',
  'Without a column "id" each row has an id that is made of its content.',
].join(' ');

const file = text(fileMeaning).refine((path) => !path.includes('${'), {
  error: 'has a variable, but scenarios must be the same in every environment',
});

const columnsMeaning = 'Which column fills which field; without it each column fills the field of its name';
const templateMeaning =
  'Fields of every row. "{column}" in a text stands for the cell of that column, "{{column}}" for itself; a field that is one "{column}" alone is left out where the cell is empty';

function mapping(driver: DriverName) {
  const keys = scenarioKeys[driver];
  const columns = Object.fromEntries(keys.map((key) => [key, word('A column of the file').optional()]));
  const template = Object.fromEntries(keys.map((key) => [key, z.unknown().describe('As in a scenario').optional()]));
  return fields(
    {
      file,
      columns: fields(columns, columnsMeaning).optional(),
      template: fields(template, templateMeaning).optional(),
    },
    'A data file, and how its rows become scenarios',
  ).meta({ id: `${driver}DataFile` });
}

export const dataFileSchema = file;

export const dataMappings = {
  llm: mapping('llm'),
  vlm: mapping('vlm'),
  stt: mapping('stt'),
  tts: mapping('tts'),
  sts: mapping('sts'),
  command: mapping('command'),
};

/** For the published schema; the reader dispatches on the form. */
function published(driver: DriverName) {
  const one = z.union([file, dataMappings[driver]]);
  return z
    .union([file, dataMappings[driver], someOf(one, 'Several data files')])
    .meta({ id: `${driver}Data`, description: 'Scenarios out of data files' })
    .optional();
}

export const dataSchemas = {
  llm: published('llm'),
  vlm: published('vlm'),
  stt: published('stt'),
  tts: published('tts'),
  sts: published('sts'),
  command: published('command'),
};
