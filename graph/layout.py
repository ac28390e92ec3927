"""Where the nodes of a picture stand: computed once, before the page is written, and the same every time.

Units are pixels of the page at zoom 1. A node is a box that holds its symbol and its label, so that
labels have room. A small connected part is laid out by its graph distances (Kamada-Kawai) and boxes
that overlap are pushed apart. A large one is laid out in two levels: first its communities (Leiden),
as discs, then each community inside its disc; a plain force layout of some thousand nodes is a
hairball. The parts are then set out in rows, the largest in the middle.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Box = tuple[float, float]
Link = tuple[int, int, float]

# above this many nodes distances between all pairs are too slow, and the picture wants communities
SMALL = 400
LINE_LENGTH = 118.0
GAP = 70.0
SEED = 20201127


@dataclass(frozen=True)
class Layout:
    """`points[i]` is the centre of node i; `communities[i]` numbers its community, the largest 0."""

    points: list[Point]
    communities: list[int]


def lay_out(boxes: Sequence[Box], links: Iterable[Link]) -> Layout:
    """Positions for nodes with these boxes (width, height) and links (source, target, weight).

    Deterministic: the same input gives the same picture, whatever the order of the links.
    """
    import igraph  # pyright: ignore[reportMissingTypeStubs]  # heavy, and only pictures need it

    merged: defaultdict[tuple[int, int], float] = defaultdict(float)
    for a, b, weight in links:
        if a != b:
            merged[min(a, b), max(a, b)] += weight
    pairs = sorted(merged)
    graph: Any = igraph.Graph(n=len(boxes), edges=pairs)
    graph.es["weight"] = [merged[pair] for pair in pairs]
    graph.vs["box"] = list(boxes)
    graph.vs["index"] = range(len(boxes))

    module: Any = igraph
    use_generator: Any = module.set_random_number_generator
    use_generator(random.Random(SEED))
    try:
        communities = _communities(graph)
        parts = [_part(graph.induced_subgraph(members), boxes) for members in graph.connected_components()]
    finally:
        use_generator(random)
    points: list[Point] = [(0.0, 0.0)] * len(boxes)
    for members, placed in _in_rows(parts):
        for index, point in zip(members, placed, strict=True):
            points[index] = point
    return Layout(points, communities)


def place_beside(
    points: list[Point], known: set[int], boxes: Sequence[Box], ties: Iterable[tuple[int, int]]
) -> list[Point]:
    """Places the nodes that are not `known` near those that they are tied to, without moving the known ones.

    For what is hidden at first (regions of organisations): it must not bend the picture, and has to stand
    somewhere sensible when it is shown.
    """
    friends: defaultdict[int, list[int]] = defaultdict(list)
    for a, b in ties:
        friends[a].append(b)
        friends[b].append(a)
    result = list(points)
    placed = set(known)
    waiting = [i for i in range(len(points)) if i not in known]
    bottom = max((points[i][1] for i in known), default=0.0) + 2 * GAP
    while waiting:
        ready = [i for i in waiting if any(j in placed for j in friends[i])] or waiting
        taken = _Occupied(result, boxes, placed)
        for i in ready:
            near = [result[j] for j in friends[i] if j in placed]
            x = sum(p[0] for p in near) / len(near) if near else 0.0
            y = sum(p[1] for p in near) / len(near) if near else bottom
            result[i] = taken.nearest_free((x, y), boxes[i])
        placed.update(ready)
        waiting = [i for i in waiting if i not in placed]
    return result


def _communities(graph: Any) -> list[int]:
    """Leiden communities, numbered by size."""
    if not graph.ecount():
        return list(range(graph.vcount()))
    found: Any = graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=4)
    order = sorted(range(len(found)), key=lambda c: (-len(found[c]), min(found[c])))
    number = {community: rank for rank, community in enumerate(order)}
    return [number[c] for c in found.membership]


def _part(graph: Any, boxes: Sequence[Box]) -> tuple[list[int], list[Point]]:
    """One connected part: its nodes and their places."""
    members: list[int] = list(graph.vs["index"])
    own = [boxes[i] for i in members]
    if len(members) > SMALL:
        return members, _two_levels(graph, own)
    return members, _by_distance(graph, own)


def _by_distance(graph: Any, boxes: Sequence[Box]) -> list[Point]:
    """Kamada-Kawai, which draws every pair at its distance in the graph, then room for the boxes."""
    if len(boxes) == 1:
        return [(0.0, 0.0)]
    start: Any = graph.layout_circle()
    placed: Any = graph.layout_kamada_kawai(seed=start, maxiter=60 * len(boxes))
    return push_apart(_filling([(x * LINE_LENGTH, y * LINE_LENGTH) for x, y in placed.coords]), boxes)


def _filling(points: list[Point], aspect: float = 0.75) -> list[Point]:
    """Turned so that the longest extent lies across, then stretched a little towards the shape of a screen."""
    n = len(points)
    cx, cy = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    xx = sum((x - cx) ** 2 for x, _ in points)
    yy = sum((y - cy) ** 2 for _, y in points)
    xy = sum((x - cx) * (y - cy) for x, y in points)
    angle = math.atan2(2 * xy, xx - yy) / 2
    turned = [
        (
            (x - cx) * math.cos(angle) + (y - cy) * math.sin(angle),
            (y - cy) * math.cos(angle) - (x - cx) * math.sin(angle),
        )
        for x, y in points
    ]
    width = max(x for x, _ in turned) - min(x for x, _ in turned)
    height = max(y for _, y in turned) - min(y for _, y in turned)
    stretch = min(max(aspect * width / height, 0.75), 1.6) if height > 1 else 1.0
    return [(x, y * stretch) for x, y in turned]


def _two_levels(graph: Any, boxes: Sequence[Box]) -> list[Point]:
    """Communities as discs, then each community inside its disc."""
    membership = _communities(graph)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index, community in enumerate(membership):
        groups[community].append(index)
    inner: dict[int, list[Point]] = {}
    radius: dict[int, float] = {}
    for community, members in groups.items():
        part: Any = graph.induced_subgraph(members)
        if len(members) <= SMALL // 2:
            inner[community] = _by_distance(part, [boxes[i] for i in members])
        else:
            placed: Any = part.layout_fruchterman_reingold(weights="weight", niter=300, seed=part.layout_circle())
            inner[community] = _on_disc(placed.coords, LINE_LENGTH * 0.55 * math.sqrt(len(members)))
        radius[community] = max(math.hypot(x, y) for x, y in inner[community]) + GAP / 2
    count = len(groups)
    quotient: Any = graph.copy()
    quotient.contract_vertices(membership)
    quotient.simplify(combine_edges={"weight": "sum"})
    coarse: Any = quotient.layout_fruchterman_reingold(
        weights=[math.sqrt(w) for w in quotient.es["weight"]], niter=2000, seed=quotient.layout_circle()
    )
    spread = math.sqrt(sum(r * r for r in radius.values()))
    centres = push_apart(_on_disc(coarse.coords, spread * 1.1), [(2 * radius[c], 2 * radius[c]) for c in range(count)])
    points: list[Point] = [(0.0, 0.0)] * len(boxes)
    for community, members in groups.items():
        cx, cy = centres[community]
        for index, (x, y) in zip(members, inner[community], strict=True):
            points[index] = (cx + x, cy + y)
    return points


def _on_disc(points: Sequence[Sequence[float]], radius: float) -> list[Point]:
    """The points about their centre, scaled so that nine tenths lie within the radius, the rest at its rim."""
    if not points:
        return []
    cx = sum(p[0] for p in points) / len(points)
    cy = sum(p[1] for p in points) / len(points)
    far = sorted(math.hypot(p[0] - cx, p[1] - cy) for p in points)[(9 * len(points)) // 10 - 1] or 1.0
    result: list[Point] = []
    for p in points:
        x, y = (p[0] - cx) / far, (p[1] - cy) / far
        distance = math.hypot(x, y)
        squeeze = radius * (1.0 if distance <= 1 else (1 + math.log(distance) / 2) / distance)
        result.append((x * squeeze, y * squeeze))
    return result


def push_apart(points: Sequence[Point], boxes: Sequence[Box], rounds: int = 120) -> list[Point]:
    """Moves overlapping boxes apart along the axis on which they overlap less, until none overlap or rounds end."""
    xs = [p[0] for p in points]
    ys = [p[1] for p in points]
    widest = max((box[0] for box in boxes), default=0.0)
    for _ in range(rounds):
        moved = False
        order = sorted(range(len(xs)), key=lambda i: (xs[i], i))
        for position, i in enumerate(order):
            for j in order[position + 1 :]:
                if xs[j] - xs[i] > widest:
                    break
                over_x = (boxes[i][0] + boxes[j][0]) / 2 - abs(xs[j] - xs[i])
                over_y = (boxes[i][1] + boxes[j][1]) / 2 - abs(ys[j] - ys[i])
                if over_x <= 0.5 or over_y <= 0.5:
                    continue
                moved = True
                if over_y <= over_x:
                    step = over_y / 2 * (1 if ys[j] >= ys[i] else -1)
                    ys[i] -= step
                    ys[j] += step
                else:
                    step = over_x / 2 * (1 if xs[j] >= xs[i] else -1)
                    xs[i] -= step
                    xs[j] += step
        if not moved:
            break
    return _centred(list(zip(xs, ys, strict=True)))


def _centred(points: list[Point]) -> list[Point]:
    cx = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
    cy = (min(p[1] for p in points) + max(p[1] for p in points)) / 2
    return [(x - cx, y - cy) for x, y in points]


def _in_rows(parts: list[tuple[list[int], list[Point]]]) -> list[tuple[list[int], list[Point]]]:
    """Sets the parts side by side in rows about as wide as a screen; the row of the largest is the middle one."""
    sized: list[tuple[float, float, list[int], list[Point]]] = []
    for members, points in parts:
        centred = _centred(points)
        width = 2 * max(x for x, _ in centred) + 2 * GAP
        height = 2 * max(y for _, y in centred) + 2 * GAP
        sized.append((width, height, members, centred))
    sized.sort(key=lambda part: (-len(part[2]), part[2]))
    target = max(1.5 * math.sqrt(sum(w * h for w, h, *_ in sized)), sized[0][0] if sized else 0.0)
    rows: list[list[tuple[float, float, list[int], list[Point]]]] = []
    room = 0.0
    for part in sized:
        if not rows or part[0] > room or part[1] < rows[-1][0][1] / 3:
            rows.append([])
            room = target
        rows[-1].append(part)
        room -= part[0]
    result: list[tuple[list[int], list[Point]]] = []
    below = above = 0.0
    for number, row in enumerate(rows):
        height = max(part[1] for part in row)
        if number == 0:
            y, below, above = 0.0, height / 2, -height / 2
        elif number % 2:
            y, below = below + height / 2, below + height
        else:
            y, above = above - height / 2, above - height
        x = -sum(part[0] for part in row) / 2
        for width, _, members, points in row:
            result.append((members, [(px + x + width / 2, py + y) for px, py in points]))
            x += width
    return result


class _Occupied:
    """Which places are taken, on a coarse grid, so that a new box finds a free one nearby."""

    CELL = 60.0

    def __init__(self, points: Sequence[Point], boxes: Sequence[Box], placed: Iterable[int]) -> None:
        self._cells: defaultdict[tuple[int, int], list[tuple[Point, Box]]] = defaultdict(list)
        for i in placed:
            self._take(points[i], boxes[i])

    def _around(self, point: Point, box: Box) -> Iterable[tuple[int, int]]:
        for column in range(int((point[0] - box[0] / 2) // self.CELL), int((point[0] + box[0] / 2) // self.CELL) + 1):
            for row in range(int((point[1] - box[1] / 2) // self.CELL), int((point[1] + box[1] / 2) // self.CELL) + 1):
                yield column, row

    def _take(self, point: Point, box: Box) -> None:
        for cell in self._around(point, box):
            self._cells[cell].append((point, box))

    def _free(self, point: Point, box: Box) -> bool:
        return not any(
            abs(point[0] - other[0]) * 2 < box[0] + size[0] and abs(point[1] - other[1]) * 2 < box[1] + size[1]
            for cell in self._around(point, box)
            for other, size in self._cells.get(cell, ())
        )

    def nearest_free(self, wish: Point, box: Box) -> Point:
        """The wish, or the first free place on a spiral around it."""
        for step in range(400):
            angle, distance = step * 2.4, 16.0 * math.sqrt(step)
            point = (wish[0] + distance * math.cos(angle) * 1.3, wish[1] + distance * math.sin(angle))
            if self._free(point, box):
                break
        else:
            point = wish
        self._take(point, box)
        return point
