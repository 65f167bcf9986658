/** The runbook in this package. */
const RUNBOOK_FILE = 'docs/runbook.md';

/** Where on-call continues to read: a section of the runbook, by the name of its alarm. */
export class Runbook {
  /** @param url address at which the team reads the runbook; default: the file in this package is named */
  constructor(private readonly url?: string) {}

  /** Reference for an alarm's description. */
  reference(section: string): string {
    const address = this.url === undefined ? '' : ` ${this.urlOf(section)}`;
    return `Runbook: ${RUNBOOK_FILE}, section ${section}.${address}`;
  }

  /** Link for a Markdown text. */
  link(section: string): string {
    return this.url === undefined ? section : `[${section}](${this.urlOf(section)})`;
  }

  private urlOf(section: string): string {
    return `${this.url}#${section.toLowerCase()}`;
  }
}
