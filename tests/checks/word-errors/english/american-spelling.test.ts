import { expect, it } from 'vitest';
import { americanSpelling } from '../../../../src/checks/word-errors/english/american-spelling.ts';

it.each([
  ['colour colours coloured favourite neighbourhood behaviour', 'color colors colored favorite neighborhood behavior'],
  ['centre centred centring theatres kilometre fibreglass', 'center centered centering theaters kilometer fiberglass'],
  ['catalogue catalogued cataloguing dialogues', 'catalog cataloged cataloging dialogs'],
  ['travelled cancelling counsellor marvellous jewellery', 'traveled canceling counselor marvelous jewelry'],
  [
    'realise organised moisturiser civilisation recognisable',
    'realize organized moisturizer civilization recognizable',
  ],
  ['analyse paralysed catalysing', 'analyze paralyzed catalyzing'],
  ['anaemia haemorrhage oestrogen foetus paediatrician', 'anemia hemorrhage estrogen fetus pediatrician'],
  ['defence licences offence practised', 'defense licenses offense practiced'],
  ['programme programmes kilogramme grey greyer cheques', 'program programs kilogram gray grayer checks'],
  ['manoeuvre manoeuvred manoeuvring', 'maneuver maneuvered maneuvering'],
  ['fulfil fulfilment skilful wilful enrolment', 'fulfill fulfillment skillful willful enrollment'],
  ['plough mould sceptical sulphur moustache pyjamas', 'plow mold skeptical sulfur mustache pajamas'],
])('makes %j into %j', (british, american) => {
  expect(americanSpelling(british)).toBe(american);
});

it.each([
  'advise advertising exercise promised surprise otherwise supervisor raise noise bruise franchise',
  'hour four tour contour velour pour courage devour glamour',
  'acre massacre mediocre genre timbre string spring nitrogen',
  'excellent controlled propeller equally totally metallic chancellor cancellation',
  'analyses premises crises metropolises programmed greyhound shoe poem does aerobic',
  'expertise paradise concise precise merchandise liaise turquoise tortoise despise',
])('leaves %j as it is', (words) => {
  expect(americanSpelling(words)).toBe(words);
});
