/** The file that this package brings along. */
const RUNBOOK_FILE = 'docs/runbook.md';

/** Where on-call reads on: a section of the runbook, by the name of its alarm. */
export class Runbook {
  /** @param url where the team reads the runbook; without it, the file in this package is named */
  constructor(private readonly url?: string) {}

  /** For an alarm's description. */
  reference(section: string): string {
    const address = this.url === undefined ? '' : ` ${this.urlOf(section)}`;
    return `Runbook: ${RUNBOOK_FILE}, section ${section}.${address}`;
  }

  /** For a text in Markdown. */
  link(section: string): string {
    return this.url === undefined ? section : `[${section}](${this.urlOf(section)})`;
  }

  private urlOf(section: string): string {
    return `${this.url}#${section.toLowerCase()}`;
  }
}
