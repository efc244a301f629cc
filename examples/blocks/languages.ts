const PROGRAMS = new Set(
  'js javascript mjs cjs jsx ts typescript tsx vue svelte html htm css scss less python py java kotlin swift c cpp c++ cs csharp go rust rs ruby rb php perl lua sql graphql diff patch yaml yml toml ini makefile dockerfile jsonc json5 regex ebnf abnf bnf proto mermaid plantuml puml dot'.split(
    ' ',
  ),
)

const SHELLS = new Set('sh bash zsh shell console shell-session powershell ps1 cmd bat'.split(' '))

/** Whether a block in this language is source code rather than what goes over a wire. */
export function isProgram(language: string): boolean {
  return PROGRAMS.has(language)
}

/** Whether a block in this language holds command lines. */
export function isShell(language: string): boolean {
  return SHELLS.has(language)
}

/** Whether a block in this language is a diagram, which names what the text names. */
export function isDiagram(language: string): boolean {
  return /^(?:mermaid|plantuml|puml|dot)$/.test(language)
}
