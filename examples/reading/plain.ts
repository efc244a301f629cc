/** The words of a piece of Markdown without its marks: links, emphasis, code, inline HTML. */
export function plain(markdown: string): string {
  if (!/[<[`*_]|\s\s/.test(markdown)) return markdown.trim()
  return markdown
    .replaceAll(/<\/?(?:a|sup|sub|b|i|em|strong|code|br|span)\b[^<>]{0,500}>/gi, ' ')
    .replaceAll(/!?\[([^\]]{0,500})\]\([^)]{0,1000}\)/g, '$1')
    .replaceAll(/`+([^`]*)`+/g, '$1')
    .replaceAll(/(\*\*|__)(.+?)\1/g, '$2')
    .replaceAll(/(^|\W)[*_](\S(?:.*?\S)?)[*_](?=\W|$)/g, '$1$2')
    .replaceAll(/^\s*[*_]+|\s*[*_]+\s*$/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** The name under which a heading can be linked to; what a sign at its start leaves behind is part of it. */
export function slug(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}
