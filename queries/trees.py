"""The smallest tree of relationships that joins three or more nodes.

The chains between the nodes, and from all of them to what they share, make a small graph; in it the tree is found
exactly (Dreyfus and Wagner, 1971), with the costs of `paths.py` for steps and for the hubs that it passes.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np

from ..graph.ties import Ties
from .paths import Ball, Limits, chains, hub_cost, step_costs

MOST = 8
"""Names that a tree can join: the work grows threefold with each."""
_CHAINS, _CENTRES = 3, 12

Tree = list[tuple[int, int]]
"""The steps of a tree, each as the numbers of its two nodes."""


def tree(ties: Ties, nodes: Sequence[int], limits: Limits) -> Tree | None:
    """The cheapest tree found that joins all the nodes, or None where some are not connected with the others."""
    steps: set[tuple[int, int]] = set()
    few = replace(limits, paths=_CHAINS)
    for one, other in combinations(nodes, 2):
        for chain in chains(ties, one, other, few):
            steps.update(map(_ordered, pairwise(chain.nodes)))
    for centre in _centres(ties, nodes, limits):
        for node in nodes:
            for chain in chains(ties, centre, node, replace(limits, paths=1)) if centre != node else ():
                steps.update(map(_ordered, pairwise(chain.nodes)))
    return _cheapest(ties, step_costs(ties, steps, limits), nodes)


def _ordered(step: tuple[int, int]) -> tuple[int, int]:
    return min(step), max(step)


def _centres(ties: Ties, nodes: Sequence[int], limits: Limits) -> list[int]:
    """The nodes nearest to all of these together, those with fewest neighbours first."""
    stations = np.array(nodes)
    balls = [Ball(ties, node, limits, stations) for node in nodes]
    for _ in range((limits.hops + 1) // 2):
        for ball in balls:
            ball.grow()
        near = np.maximum.reduce([ball.distance for ball in balls])
        common = np.flatnonzero(near <= balls[0].radius)
        if len(common):
            far = np.sum([ball.distance[common].astype(np.int64) for ball in balls], axis=0)
            order = np.lexsort((common, ties.degree[common], far))
            return [int(node) for node in common[order[:_CENTRES]]]
    return []


def _cheapest(ties: Ties, steps: dict[tuple[int, int], float], nodes: Sequence[int]) -> Tree | None:
    """The cheapest tree of these steps that joins the nodes. A set of them is a number, a bit for each."""
    around: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), cost in steps.items():
        around[a][b] = around[b][a] = cost
    passing = {node: 0.0 if node in nodes else hub_cost(ties, node) for node in around}
    # costs[some][node]: of the cheapest tree that joins some of the nodes and this one; and how it came about
    costs: dict[int, dict[int, float]] = defaultdict(dict)
    made: dict[tuple[int, int], tuple[int, int] | int] = {}
    for i, node in enumerate(nodes):
        costs[1 << i][node] = 0.0
    every = (1 << len(nodes)) - 1
    for some in range(1, every + 1):
        best = costs[some]
        part = (some - 1) & some
        while part > some // 2:  # a pair of parts once
            for node in costs[part].keys() & costs[some - part].keys():
                cost = costs[part][node] + costs[some - part][node] - passing.get(node, 0.0)
                if cost < best.get(node, np.inf) - 1e-12:
                    best[node] = cost
                    made[some, node] = part, some - part
            part = (part - 1) & some
        queue = sorted((cost, node) for node, cost in best.items())
        while queue:
            cost, node = heapq.heappop(queue)
            if cost > best[node]:
                continue
            for other, step in around[node].items():
                onward = cost + step + passing[other]
                if onward < best.get(other, np.inf) - 1e-12:
                    best[other] = onward
                    made[some, other] = node
                    heapq.heappush(queue, (onward, other))
    root = nodes[0]
    return _steps(made, every, root) if root in costs[every] else None


def _steps(made: dict[tuple[int, int], tuple[int, int] | int], some: int, node: int) -> Tree:
    """The steps by which the cheapest tree came about."""
    match made.get((some, node)):
        case None:
            return []
        case int() as before:
            return [*_steps(made, some, before), (before, node)]
        case (one, other):
            return [*_steps(made, one, node), *_steps(made, other, node)]
