export interface App {
  readonly name: string;
  /** Language of the app that `cdk init` creates first; undefined for an empty folder. */
  readonly init?: 'typescript' | 'javascript';
  /** Default: npm. */
  readonly packageManager?: 'npm' | 'pnpm';
  /** Packages that are installed from the registry. */
  readonly packages: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** Parameters of npx for commands that run first, such as a type check. */
  readonly before: readonly (readonly string[])[];
  /** Command that prints the number of resources in the stack on its last line. */
  readonly start: readonly string[];
  /** Text of the error with which the library refuses this app; undefined if the app must work. */
  readonly refusal?: string;
}
