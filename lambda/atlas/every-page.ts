import { ShapeError } from './documented-response.js';
import { errorOfShape } from './response-error.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasNext: boolean;
}

/** 100 pages of 500: far more clusters or endpoints than a project may have. */
const MAX_PAGES = 100;

/**
 * Reads all items of a paged list.
 *
 * @param operation description of the calls, for messages
 * @param read reads page 1, 2, …
 * @param keyOf returns the unique key of an item
 * @throws AtlasError `unavailable` if a page is repeated, if a page is empty but not the last, and if there are too many pages
 */
export async function everyPage<Item>(
  operation: string,
  read: (page: number) => Promise<Page<Item>>,
  keyOf: (item: Item) => string,
): Promise<readonly Item[]> {
  try {
    return await readPages(read, keyOf);
  } catch (error) {
    throw error instanceof ShapeError ? errorOfShape(operation, error) : error;
  }
}

async function readPages<Item>(
  read: (page: number) => Promise<Page<Item>>,
  keyOf: (item: Item) => string,
): Promise<readonly Item[]> {
  const items = new Map<string, Item>();
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { items: more, hasNext } = await read(page);
    const before = items.size;
    for (const item of more) items.set(keyOf(item), item);
    if (!hasNext) return [...items.values()];
    if (items.size === before)
      throw new ShapeError(`page ${page}: expected new items or the last page, received neither`);
  }
  throw new ShapeError(`expected at most ${MAX_PAGES} pages, received the link to another one`);
}
