/* A graph drawn as SVG by springs; labels only ever become text nodes. */
const SVG = "http://www.w3.org/2000/svg";
const LENGTH = 150;
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

function make(name, attributes = {}, text = null) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== null) element.textContent = text;
  return element;
}

const short = (label) => (label.length > 28 ? `${label.slice(0, 27)}…` : label);

export class Drawing {
  /** `choose(label)` is called when somebody chooses a node. */
  constructor(svg, choose) {
    this.svg = svg;
    this.choose = choose;
    const arrow = make("marker", {
      id: "arrow", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 8, markerHeight: 8,
      orient: "auto", markerUnits: "userSpaceOnUse",
    });
    arrow.append(make("path", { d: "M0 0 8 4 0 8z" }));
    const defs = make("defs");
    defs.append(arrow);
    this.edgeLayer = make("g");
    this.nodeLayer = make("g");
    svg.append(defs, this.edgeLayer, this.nodeLayer);
    new ResizeObserver(() => this.warm(0.1)).observe(svg);
    this.clear();
  }

  clear() {
    this.nodes = new Map();
    this.edges = new Map();
    this.edgeLayer.replaceChildren();
    this.nodeLayer.replaceChildren();
    this.heat = 0;
  }

  /** Draw one triple; its ends come near `from`, if that is there. */
  add([head, relation, tail], kind = "", from = null, name = "") {
    this.node(head, from, name);
    this.node(tail, head, name);
    const key = JSON.stringify([head, relation, tail]);
    if (!this.edges.has(key)) {
      const element = make("g", { class: "edge" });
      const line = make("line", { "marker-end": "url(#arrow)" });
      const text = make("text", {}, short(relation));
      element.append(line, text);
      this.edgeLayer.append(element);
      this.edges.set(key, { source: head, target: tail, element, line, text });
    }
    if (kind) this.edges.get(key).element.classList.add(kind);
    this.warm(1);
  }

  node(label, near, name) {
    if (this.nodes.has(label)) return this.nodes.get(label);
    const at = this.nodes.get(near) ?? { x: 0, y: 0 };
    const turn = this.nodes.size * 2.4; // the golden angle: no two start at one place
    const element = make("g", {
      class: "node", tabindex: 0, role: "button", "aria-label": name ? `${label}: ${name}` : label,
    });
    element.append(make("circle", { r: 9 }), make("text", { x: 13, y: 4 }, short(label)), make("title", {}, label));
    const node = { label, element, x: at.x + 60 * Math.cos(turn), y: at.y + 60 * Math.sin(turn), vx: 0, vy: 0 };
    this.nodes.set(label, node);
    this.nodeLayer.append(element);
    this.listen(node);
    return node;
  }

  mark(label, kind) {
    this.node(label).element.classList.add(kind);
    this.warm(0.3);
  }

  /** Make the edges of one path stand out, or those of none. */
  highlight(triples) {
    const keys = new Set(triples.map((triple) => JSON.stringify(triple)));
    for (const [key, edge] of this.edges) edge.element.classList.toggle("strong", keys.has(key));
  }

  listen(node) {
    let moved = null;
    node.element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.choose(node.label);
    });
    node.element.addEventListener("pointerdown", (event) => {
      node.element.setPointerCapture(event.pointerId);
      moved = false;
      node.held = true;
    });
    node.element.addEventListener("pointermove", (event) => {
      if (!node.held || (!event.movementX && !event.movementY)) return;
      moved = true;
      const scale = this.scale || 1;
      node.x += event.movementX * scale;
      node.y += event.movementY * scale;
      this.warm(0.3);
    });
    node.element.addEventListener("pointerup", () => {
      node.held = false;
      if (moved === false) this.choose(node.label);
    });
  }

  warm(heat) {
    const idle = this.heat < 0.01;
    this.heat = Math.max(this.heat, heat);
    if (CALM.matches) {
      while (this.heat > 0.01) this.step();
      this.place();
    } else if (idle) requestAnimationFrame(() => this.frame());
  }

  frame() {
    this.step();
    this.place();
    if (this.heat > 0.01) requestAnimationFrame(() => this.frame());
  }

  step() {
    const nodes = [...this.nodes.values()];
    for (const [i, a] of nodes.entries()) {
      for (const b of nodes.slice(i + 1)) push(a, b);
      a.vx -= a.x * 0.012;
      a.vy -= a.y * 0.016;
    }
    for (const { source, target } of this.edges.values()) pull(this.nodes.get(source), this.nodes.get(target));
    for (const node of nodes) {
      if (!node.held) {
        node.x += node.vx * this.heat;
        node.y += node.vy * this.heat;
      }
      node.vx *= 0.6;
      node.vy *= 0.6;
    }
    this.heat *= 0.985;
  }

  place() {
    for (const node of this.nodes.values()) node.element.setAttribute("transform", `translate(${node.x} ${node.y})`);
    for (const edge of this.edges.values()) join(edge, this.nodes.get(edge.source), this.nodes.get(edge.target));
    this.fit();
  }

  fit() {
    const { width, height } = this.svg.getBoundingClientRect();
    const nodes = [...this.nodes.values()];
    if (!nodes.length || !width) return;
    const [left, top] = [Math.min(...nodes.map((n) => n.x)) - 40, Math.min(...nodes.map((n) => n.y)) - 40];
    const right = Math.max(...nodes.map((n) => n.x)) + 190;
    const bottom = Math.max(...nodes.map((n) => n.y)) + 50;
    this.scale = Math.max((right - left) / width, (bottom - top) / height, 0.7);
    const [w, h] = [width * this.scale, height * this.scale];
    this.svg.setAttribute("viewBox", `${(left + right - w) / 2} ${(top + bottom - h) / 2} ${w} ${h}`);
  }
}

function push(a, b) {
  const [dx, dy] = [a.x - b.x || 0.1, a.y - b.y || 0.1];
  const force = Math.min(16000 / (dx * dx + dy * dy), 30);
  const length = Math.hypot(dx, dy);
  for (const [node, sign] of [[a, 1], [b, -1]]) {
    node.vx += (sign * force * dx) / length;
    node.vy += (sign * force * dy) / length;
  }
}

function pull(a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const force = (length - LENGTH) * 0.06;
  for (const [node, sign] of [[a, 1], [b, -1]]) {
    node.vx += (sign * force * dx) / length;
    node.vy += (sign * force * dy) / length;
  }
}

function join({ line, text }, a, b) {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  const ends = { x1: a.x + 10 * ux, y1: a.y + 10 * uy, x2: b.x - 11 * ux, y2: b.y - 11 * uy };
  for (const [key, value] of Object.entries(ends)) line.setAttribute(key, value);
  text.setAttribute("x", (a.x + b.x) / 2);
  text.setAttribute("y", (a.y + b.y) / 2 - 5);
}
