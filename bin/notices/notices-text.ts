import { type BundledComponent, componentTitle } from './bundled-component.js';
import { hasLicenseFile, licenseId, licenseTexts } from './license-texts.js';

const RULE = '-'.repeat(80);

/** Heading of the licence comments that esbuild extracts from the sources. */
const COMMENTS_TITLE = 'Comments about licences in the sources of these packages:';

/**
 * Notices of all bundled components with their licences; each licence text occurs once.
 *
 * @param comments licence comments that esbuild has extracted
 * @throws Error if a component has no allowed licence, or if a required licence text is missing
 */
export function noticesText(
  title: string,
  components: readonly BundledComponent[],
  comments: readonly string[] = [],
): string {
  if (components.length === 0) return `${title} bundles no packages of others.\n`;
  const sections = [...byText(components)].map(
    ([text, owners]) => `${RULE}\n${owners.map(ownerLine).join('\n')}\n${RULE}\n\n${text}\n`,
  );
  const distinct = [...new Set(comments.map((comment) => comment.trim()))];
  const last =
    distinct.length === 0 ? [] : [`${RULE}\n${COMMENTS_TITLE}\n${RULE}\n\n${distinct.join('\n\n')}\n`];
  const first = `${title} bundles these packages, under the licences that follow them.\n`;
  return [first, ...sections, ...last].join('\n');
}

/** Extracts the licence comments from the output of {@link noticesText}. */
export function commentsIn(notices: string): readonly string[] {
  const [, comments] = notices.split(`${COMMENTS_TITLE}\n${RULE}\n`);
  return comments === undefined ? [] : [comments];
}

/** Groups components with the same texts. */
function byText(components: readonly BundledComponent[]): ReadonlyMap<string, readonly BundledComponent[]> {
  const owners = new Map<string, BundledComponent[]>();
  const byTitle = (a: BundledComponent, b: BundledComponent) =>
    componentTitle(a).localeCompare(componentTitle(b), 'en');
  for (const component of [...components].sort(byTitle)) {
    const text = licenseTexts(component).join('\n\n');
    owners.set(text, [...(owners.get(text) ?? []), component]);
  }
  return owners;
}

function ownerLine(component: BundledComponent): string {
  const line = `${componentTitle(component)} (${licenseId(component)})`;
  if (hasLicenseFile(component)) return line;
  const by = component.author === undefined ? '' : ` by ${component.author};`;
  return `${line},${by} without a licence file: the standard text of its licence`;
}
