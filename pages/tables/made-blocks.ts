/** A page is written by people; between two marks stands what a program makes. */

/** Makes the text between the marks of its name. */
export type BlockMaker = () => string;

const BLOCK = /^<!-- made by npm run docs: ([\w-]+) -->\n[\s\S]*?^<!-- end -->$/gm;

export function blockNames(page: string): string[] {
  return [...page.matchAll(BLOCK)].map(([, name]) => name ?? '');
}

/** @returns the page with what each block has to say now */
export function withMadeBlocks(page: string, makers: ReadonlyMap<string, BlockMaker>): string {
  return page.replace(BLOCK, (_block, name: string) => {
    const make = makers.get(name);
    if (make === undefined) {
      const known = [...makers.keys()].join(', ');
      throw new Error(`A page has a block named "${name}", which nothing makes. Expected one of: ${known}.`);
    }
    return `<!-- made by npm run docs: ${name} -->\n\n${make()}\n\n<!-- end -->`;
  });
}
