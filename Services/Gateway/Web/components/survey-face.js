// The five faces of a rating, drawn.

const FACES = [
  "M10 22q6-5 12 0M10.500 11l3 1.500M21.500 11l-3 1.500", "M10.500 21.500q5.500-3 11 0M11.500 12.500h.010M20.500 12.500h.010",
  "M11 20.500h10M11.500 12.500h.010M20.500 12.500h.010", "M10.500 19q5.500 4 11 0M11.500 12.500h.010M20.500 12.500h.010",
  "M9.500 18.500q6.500 7 13 0zM11 13q1-2 2 0M19 13q1-2 2 0",
];

/** The face of a score from 1 to 5. */
export function faceOf(score) {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("aria-hidden", "true");
  for (const shape of ["M16 29a13 13 0 1 0 0-26 13 13 0 0 0 0 26z", FACES[score - 1]]) {
    const path = document.createElementNS(ns, "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  return svg;
}
