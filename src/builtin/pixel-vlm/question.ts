// What a question is about, by the words in it.
import { type ColourName, colourNames } from './colour-names.ts';
import { type ShapeKind, shapeKinds } from './shapes.ts';

export const topics = ['unseen', 'images', 'size', 'count', 'colour', 'place', 'background', 'light', 'plain'] as const;
/** `unseen` is what takes more than pixels. */
export type Topic = (typeof topics)[number];

export interface Question {
  /** None = a description. */
  readonly topics: ReadonlySet<Topic>;
  /** Named in the question; none = all. */
  readonly kinds: ReadonlySet<ShapeKind>;
  readonly colours: ReadonlySet<ColourName>;
}

const topicWords: Readonly<Record<Topic, RegExp>> = {
  unseen:
    /\b(?:text|read|reads|write|writes|written|say|says|spell|spelled|words?|letters?|title|logo|brand|who|whose|why|person|people|man|woman|men|women|child|children|faces?|animals?|dogs?|cats?|birds?|cars?|emotions?|mood|feeling|happy|sad|happening|doing|weather|location|country)\b/,
  images: /\bhow many (?:images|pictures|photos)\b|\bnumber of (?:images|pictures|photos)\b/,
  size: /\b(?:size|sizes|dimensions?|resolution|width|height|wide|tall|large|big|pixels|orientation|landscape|portrait|format|aspect)\b/,
  count: /\b(?:how many|count|number of)\b/,
  colour: /\b(?:colou?rs?|colou?red|palette|hues?)\b/,
  place: /\b(?:where|positions?|located|corner|side|left|right|above|below)\b/,
  background: /\b(?:background|backdrop|behind)\b/,
  light: /\b(?:bright|brightness|dark|darkness|light|contrast)\b/,
  plain: /\b(?:uniform|blank|empty|plain|solid)\b/,
};

const synonyms: ReadonlyMap<string, ShapeKind | ColourName> = new Map([
  ['oval', 'ellipse'],
  ['disc', 'circle'],
  ['disk', 'circle'],
  ['dot', 'circle'],
  ['bar', 'line'],
  ['gray', 'grey'],
  ['violet', 'purple'],
  ['turquoise', 'cyan'],
]);

export function understood(text: string): Question {
  const lower = text.toLowerCase();
  const words = new Set(
    (lower.match(/\p{L}+/gu) ?? []).map((word) => {
      const single = word.replace(/s$/, '');
      return synonyms.get(single) ?? single;
    }),
  );
  const found = new Set(topics.filter((topic) => topicWords[topic].test(lower)));
  if (found.has('images')) found.delete('count');
  return {
    topics: found,
    // "Shapes" names them all.
    kinds: new Set(shapeKinds.filter((kind) => kind !== 'shape' && words.has(kind))),
    colours: new Set(colourNames.filter((name) => words.has(name))),
  };
}
