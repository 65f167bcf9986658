import { type BundledComponent, componentTitle } from './bundled-component.js';
import { hasLicenseFile, licenseId, licenseTexts } from './license-texts.js';

const RULE = '-'.repeat(80);

/**
 * The notices of all bundled components: each with its licence, and each licence text once.
 *
 * @throws Error where a component has no licence that may be bundled, or lacks the text that its licence asks for
 */
export function noticesText(title: string, components: readonly BundledComponent[]): string {
  if (components.length === 0) return `${title} bundles no packages of others.\n`;
  const sections = [...byText(components)].map(
    ([text, owners]) => `${RULE}\n${owners.map(ownerLine).join('\n')}\n${RULE}\n\n${text}\n`,
  );
  return `${[`${title} bundles these packages, under the licences that follow them.\n`, ...sections].join('\n')}`;
}

/** Components by what is printed below them. */
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
