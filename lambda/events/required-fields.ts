import { shown, textOf } from './loose-record.js';

/** Reads fields that must be there, and collects what is wrong with them, so that all is told at once. */
export class RequiredFields {
  readonly issues: string[] = [];

  /** @returns an empty text when the value is not as expected; the issue is noted */
  text(
    name: string,
    value: unknown,
    expected: string,
    valid: (text: string) => boolean = () => true,
  ): string {
    const text = textOf(value);
    if (text !== undefined && valid(text)) return text;
    this.issues.push(`${name}: expected ${expected}, received ${shown(value)}`);
    return '';
  }

  endpointId(name: string, value: unknown): string {
    return this.text(name, value, 'an id such as vpce-0123456789abcdef0', (id) => ENDPOINT_ID.test(id));
  }

  account(value: unknown): string {
    return this.text('account', value, '12 digits', (account) => /^\d{12}$/.test(account));
  }

  time(name: string, value: unknown): Date {
    return new Date(this.text(name, value, 'an ISO 8601 time', (text) => !Number.isNaN(Date.parse(text))));
  }
}

/** EC2 ids have 17 hexadecimal digits; ids from before 2016 have 8. */
const ENDPOINT_ID = /^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
