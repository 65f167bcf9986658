import { createRequire } from 'node:module';
import { type BundledComponent, componentTitle } from './bundled-component.js';

const require = createRequire(import.meta.url);

/** Licences of packages that may be bundled. None of them requires more than its text. */
const ALLOWED: readonly string[] = [
  'Apache-2.0',
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
];

/** Licences that require no copyright line in binary distributions, so that their standard text is enough. */
const STANDARD_TEXT_IS_ENOUGH: readonly string[] = ['Apache-2.0', 'MIT-0', '0BSD'];

/** @throws Error if the licence is not allowed */
export function licenseId(component: BundledComponent): string {
  const ids = (component.licenses ?? []).map(
    ({ license, expression }) => license?.id ?? license?.name ?? expression,
  );
  const [id, ...others] = ids;
  if (id !== undefined && others.length === 0 && ALLOWED.includes(id)) return id;
  throw new Error(
    `${componentTitle(component)} is bundled, and declares the licence ${JSON.stringify(ids)}. ` +
      `Allowed are ${ALLOWED.join(', ')}. Remove the package, or add its licence to bin/notices/license-texts.ts ` +
      'once what it asks for is met.',
  );
}

/**
 * Texts of the licence files of the package, or the standard text of the licence if the package has no such file.
 *
 * @throws Error if the package has no licence file and its licence requires a copyright line
 */
export function licenseTexts(component: BundledComponent): readonly string[] {
  const id = licenseId(component);
  const files = (component.evidence?.licenses ?? []).flatMap(({ license: { text } }) =>
    text === undefined ? [] : [tidied(decoded(text))],
  );
  if (files.length > 0) return files;
  if (STANDARD_TEXT_IS_ENOUGH.includes(id)) return [tidied(standardText(id))];
  throw new Error(
    `${componentTitle(component)} is bundled, has the licence ${id} and no licence file, so its copyright line is ` +
      'unknown. Take a release that has the file, or remove the package.',
  );
}

export function hasLicenseFile({ evidence }: BundledComponent): boolean {
  return (evidence?.licenses ?? []).some(({ license }) => license.text !== undefined);
}

function decoded({ content, encoding }: { readonly content: string; readonly encoding?: string }): string {
  return encoding === 'base64' ? Buffer.from(content, 'base64').toString('utf8') : content;
}

/** Normalizes line ends and trailing blanks, so that equal texts are merged. */
function tidied(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

function standardText(id: string): string {
  const { licenseText } = require(`spdx-license-list/licenses/${id}.json`) as { licenseText: string };
  return licenseText;
}
