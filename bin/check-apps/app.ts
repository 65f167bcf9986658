export interface App {
  readonly name: string;
  /** Language of the app that `cdk init` makes first. Without it, the folder begins empty. */
  readonly init?: 'typescript' | 'javascript';
  /** Default: npm. */
  readonly packageManager?: 'npm' | 'pnpm';
  /** From the registry. */
  readonly packages: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** Commands for npx, such as a type check. */
  readonly before: readonly (readonly string[])[];
  /** Prints the number of resources of the stack on its last line. */
  readonly start: readonly string[];
  /** The words with which the library refuses this app; without them, it is synthesized. */
  readonly refusal?: string;
}
