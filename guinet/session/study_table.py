"""Which function answers which question: a row each. It is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guinet.session.commands import Study
from guinet.session.messages.activations import AskActivity
from guinet.session.messages.autograd import AskFlows, ShowAutograd, TellFunctions
from guinet.session.messages.checkup import AskCheckup, AskRangeTest
from guinet.session.messages.code import ReadCode
from guinet.session.messages.cost import AskCost, AskProfile
from guinet.session.messages.docs import AskCurve
from guinet.session.messages.importing import ReadProject
from guinet.session.messages.learning_rates import AskLearningRates
from guinet.session.messages.looks import AskPreviews, LookAt, SaveNumbers
from guinet.session.messages.modes import CompareModes
from guinet.session.messages.parameters import ListGradients, ListParameters, PreviewRules, ShowParameter
from guinet.session.messages.predictions import DescribePrediction, FindMistakes, Predict
from guinet.session.messages.printed import AskPrinted
from guinet.session.messages.runs import CompareRun, DeleteRuns, ListRuns, ReadCurve
from guinet.session.messages.stepping import EndStepping, TakeStep
from guinet.session.messages.weights import KeepWeights

STUDIES: Final[Mapping[type[Study], str]] = {
    AskActivity: "guinet.session.answers.activations:tell",
    ShowAutograd: "guinet.session.answers.autograd:show",
    TellFunctions: "guinet.session.answers.autograd:tell",
    AskFlows: "guinet.session.answers.autograd:flows",
    ReadCode: "guinet.session.answers.code:answer",
    ReadProject: "guinet.session.answers.importing:answer",
    AskCost: "guinet.session.answers.cost:tell_cost",
    AskProfile: "guinet.session.answers.cost:tell_profile",
    AskCheckup: "guinet.session.answers.checkup:tell_checkup",
    AskRangeTest: "guinet.session.answers.checkup:tell_range",
    ListParameters: "guinet.session.answers.parameters:answer",
    ListGradients: "guinet.session.answers.parameters:answer",
    ShowParameter: "guinet.session.answers.parameters:answer",
    PreviewRules: "guinet.session.answers.parameters:answer",
    AskCurve: "guinet.session.answers.docs:answer",
    AskLearningRates: "guinet.session.answers.learning_rates:answer",
    LookAt: "guinet.session.answers.looks:look",
    SaveNumbers: "guinet.session.answers.looks:save",
    AskPreviews: "guinet.session.answers.looks:previews",
    CompareModes: "guinet.session.answers.modes:answer",
    AskPrinted: "guinet.session.answers.printed:answer",
    DescribePrediction: "guinet.session.answers.predictions:describe",
    Predict: "guinet.session.answers.predictions:predict",
    FindMistakes: "guinet.session.answers.predictions:mistakes",
    TakeStep: "guinet.session.answers.stepping:answer",
    EndStepping: "guinet.session.answers.stepping:end",
    ListRuns: "guinet.session.answers.runs:list_runs",
    CompareRun: "guinet.session.answers.runs:compare_run",
    ReadCurve: "guinet.session.answers.runs:read_curve",
    DeleteRuns: "guinet.session.answers.runs:delete_runs",
    KeepWeights: "guinet.session.answers.weights:keep_weights",
}
"""By the class of the question "module:function"; the function takes a `studies.Desk` and the question."""
