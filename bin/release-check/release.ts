/** The data that the release check examines. */
export interface Release {
  /** Manifests by folder, relative to the root; the key of the root is ".". */
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly changelog: string;
  readonly readme: string;
  /** Tag of the commit; undefined outside of a release workflow. */
  readonly tag?: string | undefined;
}

export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly homepage?: string;
  readonly bugs?: { readonly url?: string };
  readonly repository?: { readonly url?: string; readonly directory?: string };
  readonly author?: { readonly name?: string; readonly url?: string; readonly email?: string };
  readonly stability?: string;
  readonly jsii?: { readonly targets?: LanguageTargets };
}

/** jsii's configuration of the packages for other languages. */
export interface LanguageTargets {
  readonly java?: { readonly package?: string; readonly maven?: { readonly groupId?: string } };
  readonly go?: { readonly moduleName?: string };
}

/** Domain names that nobody can own: RFC 2606 and RFC 6761. */
const RESERVED_HOST = /(^|\.)(example|invalid|test|localhost|local|example\.(com|net|org))$/i;

/** First sentence of the README's banner for each value of `stability` in the manifest. */
export const STABILITY_BANNERS: Readonly<Record<string, string>> = {
  experimental: '> **Stability: experimental.**',
  stable: '> **Stability: stable.**',
};

/** @returns the problems that prevent the publication, each with the value found and what to do */
export function releaseIssues(release: Release): string[] {
  return [
    ...identityIssues(release),
    ...languageIssues(release),
    ...versionIssues(release),
    ...changelogIssues(release),
    ...stabilityIssues(release),
  ];
}

/** npm requires `repository` for provenance, and users need an address for reports. */
function identityIssues({ manifests }: Release): string[] {
  const root = manifests['.'] ?? {};
  const addresses = Object.entries({
    homepage: root.homepage,
    'bugs.url': root.bugs?.url,
    'repository.url': root.repository?.url,
    'author.url': root.author?.url,
  }).flatMap(([field, address]) => addressIssue(field, address));
  const name = root.author?.name ? [] : ['author.name is missing in package.json. Set it to who publishes.'];
  return [...addresses, ...name, ...differingIssues(manifests)];
}

function addressIssue(field: string, address: string | undefined): string[] {
  const host = hostOf(address);
  if (host?.includes('.') && !RESERVED_HOST.test(host)) return [];
  return [`${field} in package.json is ${address ?? 'missing'}. Set it to a real address.`];
}

function hostOf(address = ''): string | undefined {
  const url = address.replace(/^git\+/, '');
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** Names in other languages begin with a domain, whose ownership Maven Central and Go verify. */
function languageIssues({ manifests }: Release): string[] {
  const { java, go } = manifests['.']?.jsii?.targets ?? {};
  const domains = {
    'jsii.targets.java.package': [java?.package, java?.package?.split('.').reverse().join('.')],
    'jsii.targets.java.maven.groupId': [
      java?.maven?.groupId,
      java?.maven?.groupId?.split('.').reverse().join('.'),
    ],
    'jsii.targets.go.moduleName': [go?.moduleName, go?.moduleName?.split('/')[0]],
  };
  return Object.entries(domains).flatMap(([field, [name, domain]]) =>
    domain !== undefined && RESERVED_HOST.test(domain)
      ? [`${field} in package.json is ${name}. Begin it with a domain or a repository of yours.`]
      : [],
  );
}

/** The other manifests must repeat the values of the root. */
function differingIssues(manifests: Release['manifests']): string[] {
  const expected = identityText(manifests['.'] ?? {});
  return Object.entries(manifests).flatMap(([folder, manifest]) => {
    const { directory } = manifest.repository ?? {};
    const place =
      folder === '.' || directory === folder
        ? []
        : [`repository.directory in ${folder}/package.json is ${directory}. Set it to ${folder}.`];
    return identityText(manifest) === expected
      ? place
      : [
          ...place,
          `${folder}/package.json has another identity than package.json. Copy homepage, bugs, repository and author.`,
        ];
  });
}

function identityText({ homepage, bugs, repository, author, stability }: Manifest): string {
  return JSON.stringify({ homepage, bugs, repository: repository?.url, author, stability });
}

function versionIssues({ manifests, tag }: Release): string[] {
  const version = manifests['.']?.version;
  const others = Object.entries(manifests)
    .filter(([, manifest]) => manifest.version !== version)
    .map(
      ([folder, manifest]) => `${folder}/package.json has version ${manifest.version}. Set it to ${version}.`,
    );
  const wrongTag = tag !== undefined && tag !== `v${version}`;
  return wrongTag
    ? [...others, `The tag is ${tag}, and the version ${version}. Tag the commit v${version}.`]
    : others;
}

function changelogIssues({ manifests, changelog }: Release): string[] {
  const version = manifests['.']?.version;
  const [newest] = /^## .*$/m.exec(changelog) ?? [];
  const dated = /^## (\S+), \d{4}-\d{2}-\d{2}$/.exec(newest ?? '');
  if (dated?.[1] === version) return [];
  return [`CHANGELOG.md begins with "${newest}". Begin it with "## ${version}, <date as YYYY-MM-DD>".`];
}

function stabilityIssues({ manifests, readme }: Release): string[] {
  const { stability = 'missing' } = manifests['.'] ?? {};
  const banner = STABILITY_BANNERS[stability];
  if (banner === undefined)
    return [
      `stability in package.json is ${stability}. Set it to ${Object.keys(STABILITY_BANNERS).join(' or ')}.`,
    ];
  return readme.includes(`\n${banner}`)
    ? []
    : [`README.md has no line that begins with "${banner}". Add it.`];
}
