// Markdown as it is put into an answer.

/** Markdown as plain text: the words and numbers of lists stay, the signs go, links show their address. */
export function plainText(source) {
  return source
    .replace(/^#{1,6}\s+(.*)$/gm, "$1")
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\[([^\]]+)\]\(([^)\s]+)[^)]*\)/g, (all, text, address) => (text === address ? address : `${text} (${address})`))
    .replace(/(\*\*|__)(.+?)\1/g, "$2")
    .replace(/(^|[^*\w])\*([^*\n]+)\*/g, "$1$2")
    .replace(/`([^`]+)`/g, "$1")
    .replace(/^>\s?/gm, "")
    .replace(/^[-*]\s+/gm, "• ")
    .replace(/^\|?\s*:?-{3,}.*\n/gm, "")
    .replace(/^\|(.*)\|\s*$/gm, (all, cells) => cells.split("|").map(cell => cell.trim()).join(" – "))
    .trim();
}
