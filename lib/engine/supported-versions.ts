/** The oldest releases that the constructs support; a test compares them with `package.json`. */
export const OLDEST_SUPPORTED = {
  'Node.js': '20.19.0',
  'aws-cdk-lib': '2.220.0',
  constructs: '10.5.0',
} as const;

export type Needed = keyof typeof OLDEST_SUPPORTED;

/** Installed releases; undefined if the release is unknown. */
export type FoundVersions = Readonly<Record<Needed, string | undefined>>;

const REMEDIES: Readonly<Record<Needed, string>> = {
  'Node.js': 'Run the app with a later Node.js.',
  'aws-cdk-lib': 'Run "npm install aws-cdk-lib@latest".',
  constructs: 'Run "npm install constructs@latest".',
};

const NAMES = ['Node.js', 'aws-cdk-lib', 'constructs'] as const;

/**
 * Package managers at most warn about a peer that is too old, and its missing parts would be reported as a module that
 * cannot be found, or as something that is not a constructor.
 *
 * @throws Error that names each one that is too old, what was found and what to do
 */
export function requireSupported(found: FoundVersions): void {
  const old = NAMES.filter((name) => isOlder(found[name], OLDEST_SUPPORTED[name]));
  if (old.length === 0) return;
  const sentences = old.map(
    (name) =>
      `expected ${name} ${OLDEST_SUPPORTED[name]} or later, received ${found[name]}. ${REMEDIES[name]}`,
  );
  throw new Error(`cdk-atlas-privatelink: ${sentences.join(' Also ')}`);
}

/** CDK builds from source have version 0.0.0: they count as the newest. */
function isOlder(found: string | undefined, oldest: string): boolean {
  const version = numbersOf(found);
  if (version === undefined || version.every((part) => part === 0)) return false;
  const difference = numbersOf(oldest)
    ?.map((part, index) => (version[index] ?? 0) - part)
    .find((one) => one !== 0);
  return difference !== undefined && difference < 0;
}

function numbersOf(version: string | undefined): number[] | undefined {
  const [, ...parts] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return parts.length === 0 ? undefined : parts.map(Number);
}
