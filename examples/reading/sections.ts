import type { Section } from './document.js'

/** Collects the sections of a document in order and knows which one is open. */
export class Outline {
  readonly sections: Section[] = [
    { index: 0, title: '', number: '', level: 0, parent: -1, line: 1, column: 1 },
  ]
  private readonly open: Section[] = []

  /** Index of the section that a line now read belongs to. */
  get current(): number {
    return this.open.at(-1)?.index ?? 0
  }

  /** Begins a section. */
  begin(title: string, number: string, level: number, line: number, column: number): void {
    while ((this.open.at(-1)?.level ?? 0) >= level) this.open.pop()
    const section: Section = {
      index: this.sections.length,
      title,
      number,
      level,
      parent: this.open.at(-1)?.index ?? -1,
      line,
      column,
    }
    this.sections.push(section)
    this.open.push(section)
  }
}
