/** The package has no type declarations. */
declare module 'asl-validator' {
  interface ValidationResult {
    readonly isValid: boolean;
    readonly errors: readonly unknown[];
  }
  function validate(definition: object): ValidationResult;
  export = validate;
}
