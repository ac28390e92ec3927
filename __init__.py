"""guanxi: Chinese institutional news as a relationship graph that people can question."""
