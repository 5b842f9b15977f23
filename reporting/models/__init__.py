from reporting.models.quarters import FrozenFigure, FrozenMember, FrozenQuarter

__all__ = ["FrozenFigure", "FrozenMember", "FrozenQuarter"]
