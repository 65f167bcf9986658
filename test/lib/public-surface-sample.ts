/** A public surface with each fault that `public-surface.test.ts` must detect. */

interface HiddenBase {
  /** Of the base. */
  readonly inherited: string;
}

/** Props with faults. */
export interface SampleProps extends HiddenBase {
  readonly undocumented: string;
  /** Has no default. */
  readonly withoutDefault?: number;
  /**
   * A union.
   *
   * @default - none
   */
  readonly union?: string | number;
  /** Generic. */
  readonly generic: Record<string, string>;
  /** Inline. */
  readonly inline: { readonly one: string };
  /** A list that nobody may change. */
  readonly readonlyList: readonly string[];
  /** Not exported. */
  readonly hidden: HiddenBase;
  /** A list of texts. */
  readonly list: string[];
  /** There, or not. */
  readonly maybe: string | undefined;
}

export class SampleClass {
  /** Inferred. */
  readonly inferred = true;
  /** @internal */
  readonly _internal: HiddenBase | string = '';
  private readonly own: string = '';

  /** A type for a function. */
  method(callback: () => void): string {
    callback();
    return this.own;
  }
}
