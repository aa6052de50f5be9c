/**
 * Several networks in one file, such as an ensemble or a moving average beside its network: told from the parts of one
 * network by names, by what goes in and out of each, and by whether all of them fit into one row.
 */
import { isPart } from './layer-names.ts';
import { type LinkedLayer, rowsOf } from './layer-order.ts';

/** Layers that are a network of their own. */
export interface NetworkGroup<Layer extends LinkedLayer> {
  readonly name: string;
  /** From input to output. */
  readonly layers: readonly Layer[];
}

/** What a network is called of which nothing else in the file is a part. */
const ROOT = 'root';

/** Words of networks beside others, by which even single layers are networks. */
const MEMBER_WORD =
  /^(?:models|nets|networks|members|ensembles?|estimators|experts|particles|ema|swa|average|target|teacher|student|online|actor|critic)\d*$/i;

/** More layers are not a playground's. */
const MOST_LAYERS = 512;
/** Parts of parts are looked into, such as a network and its average in each member; no deeper. */
const MOST_PARTINGS = 2;

/** A word that parts some layers from others, and the one before it in their names. */
interface Label {
  readonly word: string;
  readonly before: string;
}

type Labelling = (layer: LinkedLayer) => Label;

/** Whether a word may mark the layers of one network among those of others, rather than a part of one. */
function isMark(word: string): boolean {
  return /\p{L}/u.test(word) && !isPart(word);
}

/** Ways to part layers: by the word at a place of their names, or by whether a word is in their names. */
function labellingsOf(layers: readonly LinkedLayer[]): Labelling[] {
  const shortest = Math.min(...layers.map(({ path }) => path.length));
  const byPlace = Array.from({ length: shortest }, (_, at): Labelling => {
    return ({ path }) => ({ word: path[at] ?? '', before: path[at - 1] ?? '' });
  });
  const words = new Set(layers.flatMap(({ path }) => path).filter(isMark));
  const byWord = Array.from(words, (word): Labelling => {
    return ({ path }) => ({ word: path.includes(word) ? word : '', before: '' });
  });
  return [...byPlace, ...byWord];
}

/** The words that all names begin with. */
function commonPath(layers: readonly LinkedLayer[]): string[] {
  const [first, ...others] = layers.map(({ path }) => path);
  if (first === undefined) return [];
  const differs = first.findIndex((word, at) => others.some((path) => path[at] !== word));
  return first.slice(0, differs === -1 ? first.length : differs);
}

function nameOf({ word }: Label, layers: readonly LinkedLayer[]): string {
  const path = commonPath(layers);
  if (word === '') return path.join('.') || ROOT;
  return path.includes(word) ? path.slice(0, path.indexOf(word) + 1).join('.') : word;
}

/** Whether networks stand beside each other, rather than being parts of one. */
function areRivals<Layer extends LinkedLayer>(
  groups: readonly NetworkGroup<Layer>[],
  labels: readonly Label[],
  all: readonly Layer[],
): boolean {
  const isMember = labels.some(({ word, before }) => MEMBER_WORD.test(word) || MEMBER_WORD.test(before));
  if (!isMember && groups.some(({ layers }) => layers.length === 1)) return false;
  const ends = groups.map(({ layers }) => ({
    inputs: layers[0]?.inputs ?? 0,
    outputs: layers.at(-1)?.outputs ?? 0,
  }));
  const inputs = ends[0]?.inputs ?? 0;
  const areParts = labels.every(({ word, before }) => isPart(/\p{L}/u.test(word) ? word : before));
  // Rows of the same ends could be one behind the other as well, but for their names.
  if (ends.every((end) => end.inputs === inputs && end.outputs === inputs)) return !areParts;
  const [row] = rowsOf(all);
  if (row === undefined) return ends.every((end) => end.inputs === inputs);
  const isScalar = row[0]?.inputs === 1 && row.at(-1)?.outputs === 1;
  return !areParts && !isScalar && groups.every(({ layers }) => layers.length > 1);
}

function partedBy<Layer extends LinkedLayer>(
  layers: readonly Layer[],
  label: Labelling,
  partings: number,
): NetworkGroup<Layer>[] | null {
  const parts = new Map<string, { readonly label: Label; readonly layers: Layer[] }>();
  for (const layer of layers) {
    const own = label(layer);
    const part = parts.get(own.word) ?? { label: own, layers: [] };
    part.layers.push(layer);
    parts.set(own.word, part);
  }
  if (parts.size < 2) return null;
  const groups: NetworkGroup<Layer>[] = [];
  for (const part of parts.values()) {
    const [row, rival] = rowsOf(part.layers);
    const inner = partedNetworks(part.layers, partings - 1);
    if (inner !== null) groups.push(...inner);
    else if (row === undefined || rival !== undefined) return null;
    else groups.push({ name: nameOf(part.label, part.layers), layers: row });
  }
  const labels = Array.from(parts.values(), (part) => part.label);
  return areRivals(groups, labels, layers) ? groups : null;
}

function partedNetworks<Layer extends LinkedLayer>(
  layers: readonly Layer[],
  partings = MOST_PARTINGS,
): NetworkGroup<Layer>[] | null {
  if (partings === 0 || layers.length < 2 || layers.length > MOST_LAYERS) return null;
  for (const label of labellingsOf(layers)) {
    const groups = partedBy(layers, label, partings);
    if (groups !== null) return groups;
  }
  return null;
}

/** The networks of a file, or none where its layers are those of one. */
export function networksIn<Layer extends LinkedLayer>(layers: readonly Layer[]): NetworkGroup<Layer>[] {
  return partedNetworks(layers) ?? [];
}
