import { type AwsRegion, awsRegion } from '../contract/regions.js';
import { textOf } from './loose-record.js';
import { shown } from './shown.js';

/** More would only hide the first ones: a record may name thousands of ids. */
const MAX_ISSUES = 4;

/** Longest text of an event that becomes part of names, logs and records. */
const MAX_TEXT_LENGTH = 256;

/** Reads fields that must be there, and collects what is wrong with them, so that all is told at once. */
export class RequiredFields {
  private readonly noted: string[] = [];
  private count = 0;

  /** What is wrong, in a few sentences however much it is. */
  get issues(): readonly string[] {
    const more = this.count - this.noted.length;
    return more === 0 ? this.noted : [...this.noted, `and ${more} more`];
  }

  note(issue: string): void {
    this.count += 1;
    if (this.noted.length < MAX_ISSUES) this.noted.push(issue);
  }

  /** @returns an empty text when the value is not as expected; the issue is noted */
  text(
    name: string,
    value: unknown,
    expected: string,
    valid: (text: string) => boolean = () => true,
  ): string {
    const text = textOf(value);
    if (text !== undefined && text.length <= MAX_TEXT_LENGTH && valid(text)) return text;
    this.note(`${name}: expected ${expected}, received ${shown(value)}`);
    return '';
  }

  endpointId(name: string, value: unknown): string {
    return this.text(name, value, 'an id such as vpce-0123456789abcdef0', isEndpointId);
  }

  account(name: string, value: unknown): string {
    return this.text(name, accountText(value), '12 digits', (account) => /^\d{12}$/.test(account));
  }

  region(name: string, value: unknown): AwsRegion {
    return awsRegion(this.text(name, value, 'a Region', (region) => /^[a-z0-9-]+$/.test(region)));
  }

  time(name: string, value: unknown): Date {
    return new Date(this.text(name, value, 'an ISO 8601 time', (text) => !Number.isNaN(Date.parse(text))));
  }
}

/** EC2 ids have 17 hexadecimal digits; ids from before 2016 have 8. */
const ENDPOINT_ID = /^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

export function isEndpointId(text: string): boolean {
  return ENDPOINT_ID.test(text);
}

/** In CloudTrail's EC2 records an account id may be a number, which has lost its leading zeros. */
export function accountText(value: unknown): unknown {
  return typeof value === 'number' ? String(value).padStart(12, '0') : value;
}
