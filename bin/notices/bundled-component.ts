/** The properties of an SBOM component (CycloneDX 1.6) that are read here. */
export interface BundledComponent {
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly author?: string;
  readonly purl?: string;
  readonly licenses?: readonly DeclaredLicense[];
  readonly evidence?: { readonly licenses?: readonly LicenseFile[] };
}

export interface DeclaredLicense {
  readonly license?: { readonly id?: string; readonly name?: string };
  readonly expression?: string;
}

/** A file such as LICENSE or NOTICE, as it is in the package. */
export interface LicenseFile {
  readonly license: {
    /** `file: ` and the name of the file. */
    readonly name: string;
    readonly text?: { readonly content: string; readonly encoding?: string };
  };
}

export interface Sbom {
  readonly metadata: { readonly component?: BundledComponent };
  readonly components?: readonly BundledComponent[];
}

/** Name of the package on npm. */
export function packageName({ group, name }: BundledComponent): string {
  return group === undefined ? name : `${group}/${name}`;
}

/** Name and version of the package. */
export function componentTitle(component: BundledComponent): string {
  return `${packageName(component)} ${component.version ?? ''}`.trim();
}
